import { type ContentColumns, type ContentStack, type ContentTable } from 'pdfmake/interfaces';
import { type PdfDefinition } from '@app/platform';
import { type CardText, type PrintableCard, type PrintJob } from '../domain/print-job';
import { SHEET, SIZE_FACTORS } from '../domain/sheet';

type Content = Exclude<PdfDefinition['content'], undefined>;
type Node = Extract<Content, readonly unknown[]>[number];

/** Points of a millimetre. */
const POINTS = 72 / 25.4;

const points = (millimetres: number): number => Math.floor(millimetres * POINTS * 100) / 100;

/** A letter of the fonts stands this much higher in its line than CSS says. */
const FONT_SHRINK = 0.94;

const ALIGN = { LEFT: 'left', CENTER: 'center', RIGHT: 'right' } as const;

/** Vouchers as a PDF: the same cards as on the HTML sheet. */
export function voucherPdf(job: PrintJob): PdfDefinition {
  const { grid, roll, title } = job;
  const info = { title };
  if (grid === null) {
    const content = job.cards.map((card, n) => ({
      ...inner(card, job),
      ...(n > 0 ? { pageBreak: 'before' as const } : {}),
    }));
    const pageSize = { width: points(roll.width), height: points(roll.height) };
    return { info, pageSize, pageMargins: points(job.measure.padding), content };
  }
  const perPage = job.layout.perPage ?? 1;
  const content: Node[] = [];
  for (let at = 0; at < job.cards.length; at += perPage) {
    const page = job.cards.slice(at, at + perPage);
    content.push({ ...table(page, job, grid), ...(at > 0 ? { pageBreak: 'before' as const } : {}) });
  }
  return { info, pageSize: 'A4', pageMargins: points(SHEET.margin), content };
}

function table(cards: readonly PrintableCard[], job: PrintJob, grid: NonNullable<PrintJob['grid']>): ContentTable {
  const padding = points(job.measure.padding);
  const body: Node[][] = [];
  for (let at = 0; at < cards.length; at += grid.columns) {
    const row: Node[] = cards.slice(at, at + grid.columns).map((card) => inner(card, job));
    while (row.length < grid.columns) row.push({ text: '' });
    body.push(row);
  }
  return {
    table: {
      dontBreakRows: true,
      widths: Array.from({ length: grid.columns }, () => points(grid.cellWidth) - 2 * padding),
      heights: points(grid.cellHeight) - 2 * padding,
      body,
    },
    layout: {
      ...{ hLineWidth: () => 0.3, vLineWidth: () => 0.3, hLineColor: () => '#999999', vLineColor: () => '#999999' },
      ...{ paddingLeft: () => padding, paddingRight: () => padding },
      ...{ paddingTop: () => padding - 0.3, paddingBottom: () => padding - 0.3 },
    },
  };
}

function inner(card: PrintableCard, { measure }: PrintJob): ContentStack | ContentColumns {
  const stack: Node[] = card.texts.flatMap((text): Node[] => line(text, card, measure));
  if (!measure.beside || card.qr === null) return { stack };
  const fit = points(measure.qr);
  return {
    columns: [
      { width: '*', stack },
      { width: fit, qr: card.qr, fit },
    ],
    columnGap: 2,
  };
}

function line(text: CardText, card: PrintableCard, measure: PrintJob['measure']): Node[] {
  if (text === null) {
    if (measure.beside || card.qr === null) return [];
    return [{ qr: card.qr, fit: points(measure.qr), alignment: 'center' }];
  }
  const fontSize = points(measure.font * SIZE_FACTORS[text.size]) * FONT_SHRINK;
  return [{ text: text.text, fontSize, bold: text.bold, alignment: ALIGN[text.align], noWrap: true }];
}
