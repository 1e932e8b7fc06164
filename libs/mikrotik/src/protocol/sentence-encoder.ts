import { prefixBytes, writeLength } from './length';

/** Text goes out as UTF-8, bytes as they are. */
export type Word = string | Buffer;

function byteLength(word: Word): number {
  return typeof word === 'string' ? Buffer.byteLength(word, 'utf8') : word.length;
}

function writeWord(target: Buffer, word: Word, offset: number): number {
  const length = byteLength(word);
  const start = writeLength(target, length, offset);
  return start + (typeof word === 'string' ? target.write(word, start, 'utf8') : word.copy(target, start));
}

/** One word with its length prefix. The empty word is the terminator of a sentence. */
export function encodeWord(word: Word): Buffer {
  const length = byteLength(word);
  const encoded = Buffer.allocUnsafe(prefixBytes(length) + length);
  writeWord(encoded, word, 0);
  return encoded;
}

/**
 * One sentence with its terminator as one Buffer, meant for one `socket.write`: a write per word costs 40 ms each
 * (routeros.md hazard 14).
 *
 * @throws RangeError for an empty word, which would end the sentence early and let the rest pass as another one
 */
export function encodeSentence(words: readonly Word[]): Buffer {
  let size = 1;
  for (const word of words) {
    const length = byteLength(word);
    if (length === 0) throw new RangeError('A sentence cannot hold an empty word.');
    size += prefixBytes(length) + length;
  }
  const encoded = Buffer.allocUnsafe(size);
  let offset = 0;
  for (const word of words) offset = writeWord(encoded, word, offset);
  encoded[offset] = 0;
  return encoded;
}
