import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { PROOF_LIMIT_BYTES } from '../../domain/claims/proof-type';
import { ProofFiles } from './proof-files.service';

const files = new ProofFiles();

const picture = (format: 'jpeg' | 'png' | 'webp', text = 'A') =>
  sharp(pixels(text), {
    raw: { width: 300, height: 200, channels: 3 },
  })
    .withExif({ IFD0: { Copyright: 'rahasia', ImageDescription: '<script>alert(1)</script>' } })
    .toFormat(format)
    .toBuffer();

/** A picture of bars that depend on the text. */
function pixels(text: string): Buffer {
  const data = Buffer.alloc(300 * 200 * 3);
  for (let y = 0; y < 200; y++)
    for (let x = 0; x < 300; x++) {
      const on = ((text.charCodeAt(0) >> Math.floor(x / 40)) ^ Math.floor(y / 25)) & 1;
      data.fill(on === 1 ? 230 : 20, (y * 300 + x) * 3, (y * 300 + x) * 3 + 3);
    }
  return data;
}

const pdf = (inside = '') =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj\n<< /Type /Catalog ${inside} >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n`,
  );

/** A PNG that claims this size and holds next to nothing. */
function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(8 + data.length + 4);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), 8 + data.length);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    magic,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc(data: Buffer): number {
  let value = 0xffffffff;
  for (const byte of data) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ 0xedb88320;
  }
  return (value ^ 0xffffffff) >>> 0;
}

describe('files of proofs (payments.md 12.2)', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('paints a %s anew: JPEG, nothing of its metadata', async (format) => {
    const upload = await picture(format);
    const kept = await files.prepare(upload);
    expect(kept.type).toBe('image/jpeg');
    expect(kept.content.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    expect(kept.content.includes('rahasia')).toBe(false);
    expect(kept.content.includes('<script>')).toBe(false);
    expect((await sharp(kept.content).metadata()).exif).toBeUndefined();
    expect(kept.sha256).toHaveLength(32);
  });

  it('finds the same picture again after scaling and re-encoding, and tells others apart', async () => {
    const bits = (a: string | null, b: string | null) =>
      (BigInt(`0x${a ?? ''}`) ^ BigInt(`0x${b ?? ''}`)).toString(2).replaceAll('0', '').length;
    const one = await files.prepare(await picture('png', 'A'));
    const smaller = await files.prepare(
      await sharp(await picture('png', 'A'))
        .resize(180)
        .webp({ quality: 60 })
        .toBuffer(),
    );
    const other = await files.prepare(await picture('png', 'R'));
    expect(bits(one.phash, smaller.phash)).toBeLessThanOrEqual(5);
    expect(bits(one.phash, other.phash)).toBeGreaterThan(5);
  });

  it('drops what hangs behind a picture', async () => {
    const upload = Buffer.concat([await picture('jpeg'), Buffer.from('PK\u0003\u0004<?php system($_GET[0]); ?>')]);
    const kept = await files.prepare(upload);
    expect(kept.content.includes('php')).toBe(false);
  });

  it('keeps a plain PDF as it is', async () => {
    const kept = await files.prepare(pdf());
    expect(kept).toMatchObject({ type: 'application/pdf', phash: null });
    expect(kept.content).toEqual(pdf());
  });

  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['a GIF', () => Buffer.from('GIF89a\u0001\u0000\u0001\u0000')],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')],
    ['HTML', () => Buffer.from('<!doctype html><script>1</script>')],
    ['HTML that begins like a JPEG', () => Buffer.from('\u00ff\u00d8\u00ff<html><script>1</script>', 'latin1')],
    ['a PNG head and nothing', () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])],
    ['a cut JPEG', async () => (await picture('jpeg')).subarray(0, 400)],
    ['a ZIP', () => Buffer.from('PK\u0003\u0004xxxx')],
    ['an executable', () => Buffer.from('MZ\u0090\u0000')],
    ['a PDF behind something else', () => Buffer.concat([Buffer.from('<html>'), pdf()])],
    ['half a PDF', () => pdf().subarray(0, 40)],
    ['a PDF with a program', () => pdf('/OpenAction << /S /JavaScript /JS (app.alert(1)) >>')],
    ['a PDF with a program in disguise', () => pdf('/OpenAction << /S /J#61vaScript >>')],
    ['a PDF that starts something', () => pdf('/AA << /S /Launch >>')],
    ['a PDF with a file inside', () => pdf('/Names << /EmbeddedFiles 2 0 R >>')],
    [
      'a PDF that is a ZIP as well',
      () => Buffer.concat([pdf(), Buffer.from('PK\u0005\u0006'), Buffer.alloc(18), Buffer.from('%%EOF')]),
    ],
    ['a picture of a gigapixel', () => bomb(60_000, 60_000)],
    ['a picture just above the limit', () => bomb(8_000, 7_600)],
  ])('refuses %s', async (_what, make) => {
    await expect(files.prepare(await make())).rejects.toMatchObject({ code: 'TRANSFERS_FILE_NOT_ACCEPTED' });
  });

  it('refuses nothing at all, and more than 5 MiB', async () => {
    await expect(files.prepare(Buffer.alloc(0))).rejects.toMatchObject({ code: 'TRANSFERS_FILE_EMPTY' });
    await expect(files.prepare(Buffer.alloc(PROOF_LIMIT_BYTES + 1, 0xff))).rejects.toMatchObject({
      code: 'TRANSFERS_FILE_TOO_LARGE',
    });
  });

  it('works on, however many come at once', async () => {
    const uploads = await Promise.all(
      Array.from({ length: 12 }, (_, i) => picture('png', String.fromCharCode(60 + i))),
    );
    const kept = await Promise.all(uploads.map((upload) => files.prepare(upload)));
    expect(new Set(kept.map(({ type }) => type))).toEqual(new Set(['image/jpeg']));
  });
});
