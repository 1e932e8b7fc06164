import { isAscii } from 'node:buffer';
import { readFirstByte } from './length';
import { ProtocolError } from './protocol-error';
import { decodeText } from './text';

export interface SentenceParserOptions {
  /** A longer word is a protocol error: the guard of our memory. 16 MiB by default. */
  maxWordBytes?: number;
  /** Bytes of one word → text. {@link decodeText} by default. */
  decode?: (bytes: Buffer) => string;
}

const DEFAULT_MAX_WORD_BYTES = 16 << 20;
/** All words of one sentence together; a `!re` with file contents stays far below. */
const SENTENCE_TO_WORD_LIMIT = 4;
/** From here on a length takes more than one byte. */
const MIN_LONG_WORD = 0x80;

/**
 * Reads sentences from a byte stream that may be cut anywhere, one byte at a time included. Every byte is looked at
 * once, however long a word is: the time is linear. Sentences are reported as soon as their terminator is there, empty
 * ones never.
 *
 * After a {@link ProtocolError} the parser is dead and every further `push` fails: close the connection.
 * `onSentence` must not throw; what followed in the same piece would be lost.
 */
export class SentenceParser {
  private readonly maxWordBytes: number;
  private readonly decode: (bytes: Buffer) => string;
  private words: string[] = [];
  private sentenceBytes = 0;
  /** Bytes of the length prefix still to come, null when the next byte is a first byte. */
  private prefixLeft: number | null = null;
  private length = 0;
  /** Pieces of a word that did not arrive whole, and how many bytes are missing. */
  private pieces: Buffer[] = [];
  private missing = 0;
  /** The present piece as text where it is ASCII throughout, which is nearly always so. */
  private text: string | undefined;
  private failure: ProtocolError | null = null;

  constructor(
    private readonly onSentence: (words: string[]) => void,
    options: SentenceParserOptions = {},
  ) {
    this.maxWordBytes = options.maxWordBytes ?? DEFAULT_MAX_WORD_BYTES;
    this.decode = options.decode ?? decodeText;
  }

  /**
   * Takes the next piece of the stream. The piece may be kept until its words are complete: do not write into it.
   *
   * @throws ProtocolError for a control byte, or a word or sentence over the limit
   */
  push(bytes: Buffer): void {
    if (this.failure !== null) throw this.failure;
    this.text = isAscii(bytes) ? bytes.toString('latin1') : undefined;
    try {
      let at = 0;
      while (at < bytes.length) {
        if (this.missing > 0) at = this.takeBody(bytes, at);
        else at = this.takePrefix(bytes, this.takeShortWords(bytes, at));
      }
    } catch (error) {
      if (error instanceof ProtocolError) this.failure = error;
      throw error;
    } finally {
      this.text = undefined;
    }
  }

  /** Words of plain text that are here whole, as nearly all are: cut from the piece's text, without a decoding for each. */
  private takeShortWords(bytes: Buffer, from: number): number {
    const { text } = this;
    if (text === undefined || this.prefixLeft !== null) return from;
    let at = from;
    while (at < bytes.length) {
      const length = bytes[at] ?? 0;
      const end = at + 1 + length;
      if (length >= MIN_LONG_WORD || end > bytes.length || length > this.maxWordBytes) break;
      if (length === 0) this.endSentence();
      else if (this.sentenceBytes + length > this.maxWordBytes * SENTENCE_TO_WORD_LIMIT) break;
      else {
        this.sentenceBytes += length;
        this.words.push(text.substring(at + 1, end));
      }
      at = end;
    }
    return at;
  }

  private takePrefix(bytes: Buffer, at: number): number {
    if (at >= bytes.length) return at;
    const byte = bytes[at] ?? 0;
    if (this.prefixLeft === null) {
      const { follow, bits } = readFirstByte(byte);
      this.prefixLeft = follow;
      this.length = bits;
    } else {
      this.prefixLeft--;
      this.length = this.length * 256 + byte;
    }
    if (this.prefixLeft === 0) this.beginWord();
    return at + 1;
  }

  private beginWord(): void {
    this.prefixLeft = null;
    if (this.length === 0) {
      this.endSentence();
      return;
    }
    this.sentenceBytes += this.length;
    if (this.length > this.maxWordBytes) {
      throw new ProtocolError(`A word of ${this.length} bytes exceeds the limit of ${this.maxWordBytes}.`);
    }
    if (this.sentenceBytes > this.maxWordBytes * SENTENCE_TO_WORD_LIMIT) {
      throw new ProtocolError(`A sentence exceeds ${this.maxWordBytes * SENTENCE_TO_WORD_LIMIT} bytes.`);
    }
    this.missing = this.length;
  }

  private takeBody(bytes: Buffer, at: number): number {
    const end = Math.min(at + this.missing, bytes.length);
    if (this.text !== undefined && this.pieces.length === 0 && end - at === this.missing) {
      this.missing = 0;
      this.words.push(this.text.substring(at, end));
      return end;
    }
    const piece = bytes.subarray(at, end);
    this.missing -= piece.length;
    if (this.missing > 0) {
      this.pieces.push(piece);
    } else if (this.pieces.length === 0) {
      this.words.push(this.decode(piece));
    } else {
      this.pieces.push(piece);
      this.words.push(this.decode(Buffer.concat(this.pieces, this.length)));
      this.pieces = [];
    }
    return end;
  }

  private endSentence(): void {
    const words = this.words;
    this.words = [];
    this.sentenceBytes = 0;
    if (words.length > 0) this.onSentence(words);
  }
}
