import { type Language } from '@app/core';
import { type CardMeasure, gridOf, LEADING, measureCard, type SheetGrid, SIZE_FACTORS } from './sheet';
import { filledLine, isQr, type LineAlign, type LineSize, type TemplateLayout } from './voucher-template';
import { type PrintableVoucher, voucherValues } from './voucher-values';

/** One line of a card; null: the picture stands here. */
export type CardText = { text: string; size: LineSize; align: LineAlign; bold: boolean } | null;

/** A voucher, set. */
export interface PrintableCard {
  texts: readonly CardText[];
  /** What the picture says; null: the template has none. */
  qr: string | null;
}

/** Everything that a renderer needs; lengths in millimetres. */
export interface PrintJob {
  title: string;
  language: Language;
  layout: TemplateLayout;
  cards: readonly PrintableCard[];
  /** Null: a roll. */
  grid: SheetGrid | null;
  /** Size of one voucher on a roll. */
  roll: { width: number; height: number };
  measure: CardMeasure;
}

const ROLLS = {
  ROLL58: { font: 3, qr: 26, padding: 3, width: 58 },
  ROLL80: { font: 3.6, qr: 34, padding: 4, width: 80 },
} as const;

/** Sets vouchers by a template: the letters are as large as the longest of them allows. */
export function printJob(
  layout: TemplateLayout,
  vouchers: readonly PrintableVoucher[],
  { title, language }: { title: string; language: Language },
): PrintJob {
  const cards = vouchers.map((voucher) => cardOf(layout, voucher, language));
  const common = { title, language, layout, cards };
  if (layout.paper !== 'A4') return { ...common, grid: null, ...rolled(layout, layout.paper) };
  const grid = gridOf(layout.perPage ?? 1);
  const longest = layout.lines.map(() => 0);
  for (const voucher of vouchers) {
    const values = voucherValues(voucher, layout, language);
    layout.lines.forEach(({ text }, n) => {
      longest[n] = Math.max(longest[n] ?? 0, filledLine(text, values)?.length ?? 0);
    });
  }
  const measure = measureCard(layout.lines, longest, { width: grid.cellWidth, height: grid.cellHeight });
  return { ...common, grid, measure, roll: { width: 0, height: 0 } };
}

function cardOf(layout: TemplateLayout, voucher: PrintableVoucher, language: Language): PrintableCard {
  const values = voucherValues(voucher, layout, language);
  const texts: CardText[] = [];
  for (const line of layout.lines) {
    const text = filledLine(line.text, values);
    if (isQr(line)) texts.push(null);
    else if (text !== null) texts.push({ text, size: line.size, align: line.align, bold: line.bold });
  }
  return { texts, qr: layout.lines.some(isQr) ? values.qr : null };
}

function rolled(layout: TemplateLayout, paper: 'ROLL58' | 'ROLL80'): Pick<PrintJob, 'measure' | 'roll'> {
  const { font, qr, padding, width } = ROLLS[paper];
  const withQr = layout.lines.some(isQr);
  const lines = layout.lines.filter((line) => !isQr(line));
  const text = lines.reduce((sum, { size }) => sum + SIZE_FACTORS[size] * LEADING * font, 0);
  const height = text + (withQr ? qr : 0) + 2 * padding + 2;
  return { measure: { font, qr: withQr ? qr : 0, beside: false, padding }, roll: { width, height } };
}
