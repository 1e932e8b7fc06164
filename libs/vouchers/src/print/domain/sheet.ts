import { isQr, type LineSize, type TemplateLine } from './voucher-template';

/** Printable part of an A4 page in millimetres: home printers leave 6 mm white. */
export const SHEET = { width: 198, height: 284, margin: 6 } as const;

/** Heights of lines relative to the ordinary one. */
export const SIZE_FACTORS: Readonly<Record<LineSize, number>> = { S: 0.72, M: 1, L: 1.35, XL: 1.75 };

/** Line pitch. */
export const LEADING = 1.22;

/** How wide a sign is, relative to its height; a cautious average of bold and ordinary ones. */
const SIGN_WIDTH = 0.6;

/** Width of a card that looks right, relative to its height. */
const BEST_ASPECT = 1.65;

const PADDING_MM = 1.5;

/** How the vouchers of a page are laid out; lengths in millimetres. */
export interface SheetGrid {
  columns: number;
  rows: number;
  cellWidth: number;
  cellHeight: number;
}

/** At least `perPage` cells; no more than needed, then the shape nearest to a card's. */
export function gridOf(perPage: number): SheetGrid {
  let best: { grid: SheetGrid; loss: number } | undefined;
  for (let columns = 1; columns <= 12; columns += 1) {
    const rows = Math.ceil(perPage / columns);
    const cellWidth = SHEET.width / columns;
    const cellHeight = SHEET.height / rows;
    const waste = (columns * rows - perPage) / perPage;
    const loss = Math.abs(Math.log(cellWidth / cellHeight / BEST_ASPECT)) + waste * 4;
    if (!best || loss < best.loss) best = { grid: { columns, rows, cellWidth, cellHeight }, loss };
  }
  if (!best) throw new RangeError('no grid');
  return best.grid;
}

/** How one card is set; lengths in millimetres. */
export interface CardMeasure {
  /** Height of the ordinary letter. */
  font: number;
  /** Side of the QR code; 0: none. */
  qr: number;
  /** The QR code stands beside the text instead of among its lines. */
  beside: boolean;
  padding: number;
}

/** The largest letters with which every line fits a card, given the longest text of each line. */
export function measureCard(
  lines: readonly TemplateLine[],
  longest: readonly number[],
  card: { width: number; height: number },
): CardMeasure {
  const padding = Math.min(PADDING_MM, card.height / 14);
  const [width, height] = [card.width - 2 * padding, card.height - 2 * padding];
  const withQr = lines.some(isQr);
  const beside = withQr && card.width > card.height * 1.2;
  const qr = withQr ? (beside ? Math.min(height, width * 0.4) : Math.min(width * 0.8, height * 0.45)) : 0;
  const room = { width: beside ? width - qr - 1 : width, height: withQr && !beside ? height - qr : height };
  const texts = lines.map((line, n) => ({ line, signs: longest[n] ?? 0 })).filter(({ line }) => !isQr(line));
  const shown = texts.filter(({ signs }) => signs > 0);
  const heights = shown.reduce((sum, { line }) => sum + SIZE_FACTORS[line.size] * LEADING, 0);
  const byHeight = heights === 0 ? room.height : room.height / heights;
  const byWidth = shown.map(({ line, signs }) => room.width / (signs * SIGN_WIDTH * SIZE_FACTORS[line.size]));
  return { font: Math.min(byHeight, ...byWidth, 5), qr, beside, padding };
}
