/** What a proof may be, told by its first bytes: names and declared types of uploads say nothing. */
export type ProofType = 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf';

/** The longest proof (payments.md 12.2). */
export const PROOF_LIMIT_BYTES = 5 * 1_048_576;

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

/** Undefined: not one of the types. */
export function proofTypeOf(content: Buffer): ProofType | undefined {
  if (startsWith(content, JPEG)) return 'image/jpeg';
  if (startsWith(content, PNG)) return 'image/png';
  if (content.toString('latin1', 0, 4) === 'RIFF' && content.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  return /^%PDF-[12]\.\d/.test(content.toString('latin1', 0, 8)) ? 'application/pdf' : undefined;
}

/** What a proof never needs and an attacker does: code, launched programs, files inside, forms, a cipher. */
const DANGEROUS = /\/(JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|Encrypt|SubmitForm|GoToE|ImportData)\b/;
const ZIP_ENTRY = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const ZIP_END = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const TAIL = 1_024;

/**
 * Is it a plain PDF: complete, without code, files or a ZIP inside? Names may be written with `#xx`; what hides in compressed
 * objects is not found, therefore a PDF is only ever offered for download, never shown in the page.
 */
export function isPlainPdf(content: Buffer): boolean {
  const text = content.toString('latin1');
  const names = text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const isWhole = text.lastIndexOf('%%EOF') >= Math.max(0, text.length - TAIL) && /startxref\s+\d+/.test(text);
  return isWhole && !DANGEROUS.test(names) && !content.includes(ZIP_ENTRY) && !content.includes(ZIP_END);
}

const startsWith = (content: Buffer, magic: Buffer): boolean => content.subarray(0, magic.length).equals(magic);
