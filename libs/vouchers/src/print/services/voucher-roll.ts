import { ascii, escPos, RECEIPT_COLUMNS, WIDE_RECEIPT_COLUMNS, wrapAscii } from '@app/payments';
import { type PrintableCard, type PrintJob } from '../domain/print-job';

/** Vouchers as plain text for the columns of the roll, one after the other. */
export function voucherText(job: PrintJob): string {
  const columns = columnsOf(job);
  const cut = '- '.repeat(columns / 2).trimEnd();
  return job.cards.map((card) => `${cardText(card, columns)}${cut}\n`).join('\n');
}

/** The same as bytes for a thermal printer, with QR codes; it cuts after every voucher. */
export function voucherEscPos(job: PrintJob): Buffer {
  return Buffer.concat(job.cards.map((card) => escPos(cardText(card, columnsOf(job)), asciiLink(card.qr))));
}

const columnsOf = ({ layout }: PrintJob): number =>
  layout.paper === 'ROLL80' ? WIDE_RECEIPT_COLUMNS : RECEIPT_COLUMNS;

const asciiLink = (link: string | null): string | undefined => (link === null ? undefined : ascii(link));

function cardText({ texts }: PrintableCard, columns: number): string {
  const lines = texts.flatMap((text) => {
    if (text === null) return [];
    return wrapAscii(text.text.replaceAll('·', '-'), columns).map((line) => aligned(line, text.align, columns));
  });
  return `${lines.join('\n')}\n`;
}

function aligned(line: string, align: 'LEFT' | 'CENTER' | 'RIGHT', columns: number): string {
  if (align === 'LEFT') return line;
  if (align === 'RIGHT') return line.padStart(columns);
  return `${' '.repeat(Math.floor((columns - line.length) / 2))}${line}`;
}
