import { type PdfRenderer } from '@app/platform';

const LARGEST_SIDE = 2_000;
const PNG = 'data:image/png;base64,';
/** Where a PNG says how wide and high it is. */
const [WIDTH_AT, HEIGHT_AT, SIZES_END] = [16, 20, 24];

/**
 * Can this data URL be printed? Found by printing it: one picture that is broken would stop every document of a site.
 * Nothing is unpacked that says it is large.
 */
export async function isPrintable(logo: string, renderer: PdfRenderer): Promise<boolean> {
  if (logo.startsWith(PNG)) {
    const head = Buffer.from(logo.slice(PNG.length, PNG.length + 64), 'base64');
    if (head.length < SIZES_END) return false;
    if (Math.max(head.readUInt32BE(WIDTH_AT), head.readUInt32BE(HEIGHT_AT)) > LARGEST_SIDE) return false;
  }
  return renderer.render({ content: [{ image: logo, fit: [90, 60] }] }).then(
    () => true,
    () => false,
  );
}
