import { ProtocolError } from './protocol-error';

/** The longest word that a length prefix can announce, in bytes. */
export const MAX_WORD_BYTES = 0xffff_ffff;

/** How many bytes (1–5) the prefix of a word of `length` bytes takes. */
export function prefixBytes(length: number): number {
  if (!Number.isInteger(length) || length < 0 || length > MAX_WORD_BYTES) {
    throw new RangeError(`A word cannot have ${length} bytes.`);
  }
  if (length < 0x80) return 1;
  if (length < 0x4000) return 2;
  if (length < 0x20_0000) return 3;
  return length < 0x1000_0000 ? 4 : 5;
}

/** The marker bits of the first byte, by size of the prefix. */
const MARKERS = [0, 0, 0x80, 0xc0, 0xe0, 0xf0] as const;

/**
 * Writes the prefix of a word of `length` bytes at `offset` of `target` (routeros.md section 10).
 *
 * @returns the offset behind the prefix
 */
export function writeLength(target: Buffer, length: number, offset: number): number {
  const size = prefixBytes(length);
  if (size === 5) {
    target[offset] = 0xf0;
    return target.writeUInt32BE(length, offset + 1);
  }
  const end = target.writeUIntBE(length, offset, size);
  target[offset] = (target[offset] ?? 0) | (MARKERS[size] ?? 0);
  return end;
}

/** The length prefix of a word of `length` bytes. */
export function encodeLength(length: number): Buffer {
  const prefix = Buffer.allocUnsafe(prefixBytes(length));
  writeLength(prefix, length, 0);
  return prefix;
}

/**
 * What the first byte of a word says: how many bytes of the prefix follow it, and the bits of the length that it holds.
 *
 * @throws ProtocolError for a control byte (0xF1 and above; nothing but 0xF0 opens a five-byte prefix)
 */
export function readFirstByte(byte: number): { follow: number; bits: number } {
  if (byte < 0x80) return { follow: 0, bits: byte };
  if (byte < 0xc0) return { follow: 1, bits: byte & 0x3f };
  if (byte < 0xe0) return { follow: 2, bits: byte & 0x1f };
  if (byte < 0xf0) return { follow: 3, bits: byte & 0x0f };
  if (byte === 0xf0) return { follow: 4, bits: 0 };
  throw new ProtocolError(`Control byte 0x${byte.toString(16)} where a word should begin.`);
}
