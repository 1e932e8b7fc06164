import { crc32 } from 'node:zlib';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Midnight of 1 January 2026, as MS-DOS counts: the same files make the same archive. */
const DOS_DATE = ((2026 - 1980) << 9) | (1 << 5) | 1;
const UTF8_NAMES = 0x0800;

/** A ZIP archive of a few small files, stored as they are. Names in ASCII or UTF-8. */
export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, content] = [Buffer.from(path), Buffer.from(text)];
    const facts = factsOf(name, content);
    const record = Buffer.concat([words(LOCAL), facts, name, content]);
    central.push(Buffer.concat([words(CENTRAL), shorts(20), facts, shorts(0, 0, 0), words(0, offset), name]));
    local.push(record);
    offset += record.length;
  }
  const directory = Buffer.concat(central);
  const count = local.length;
  const end = Buffer.concat([words(END), shorts(0, 0, count, count), words(directory.length, offset), shorts(0)]);
  return Buffer.concat([...local, directory, end]);
}

/** Version, flags, method, time, date, checksum, sizes, lengths: the same in both records of a file. */
const factsOf = (name: Buffer, content: Buffer): Buffer =>
  Buffer.concat([
    shorts(20, UTF8_NAMES, 0, 0, DOS_DATE),
    words(crc32(content), content.length, content.length),
    shorts(name.length, 0),
  ]);

function shorts(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  values.forEach((value, n) => buffer.writeUInt16LE(value, n * 2));
  return buffer;
}

function words(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, n) => buffer.writeUInt32LE(value >>> 0, n * 4));
  return buffer;
}
