import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const DEFLATED = 8;
const MAX_ENTRIES = 500;

/**
 * Does a ZIP file hold no more than this many bytes when it is unpacked? Every entry is unpacked to know it, because the
 * sizes that it declares may lie (a "zip bomb").
 */
export function unpacksWithin(file: Buffer, limitBytes: number): boolean {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > file.length || file.readUInt32LE(end) !== END) return false;
  const count = file.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) return false;
  let at = file.readUInt32LE(end + 16);
  let left = limitBytes;
  try {
    for (let n = 0; n < count; n++) {
      if (file.readUInt32LE(at) !== ENTRY) return false;
      left -= unpackedSize(file, at, left);
      if (left < 0) return false;
      at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    }
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && 'code' in error)) return false;
    throw error;
  }
  return true;
}

function unpackedSize(file: Buffer, entry: number, limit: number): number {
  const packed = file.readUInt32LE(entry + 20);
  const local = file.readUInt32LE(entry + 42);
  const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
  if (file.readUInt16LE(entry + 10) !== DEFLATED || packed === 0) return packed;
  return inflateRawSync(file.subarray(start, start + packed), { maxOutputLength: Math.max(limit, 1) }).length;
}
