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
  /** The present piece is ASCII throughout: nothing to decode, which is nearly always so. */
  private plain = false;
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
    this.plain = isAscii(bytes);
    try {
      let at = 0;
      while (at < bytes.length) at = this.missing > 0 ? this.takeBody(bytes, at) : this.takePrefix(bytes, at);
    } catch (error) {
      if (error instanceof ProtocolError) this.failure = error;
      throw error;
    }
  }

  private takePrefix(bytes: Buffer, at: number): number {
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
    if (this.plain && this.pieces.length === 0 && end - at === this.missing) {
      this.missing = 0;
      this.words.push(bytes.toString('latin1', at, end));
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
