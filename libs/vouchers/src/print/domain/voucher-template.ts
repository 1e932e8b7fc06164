import { fail, ok, type Result } from '@app/core';

/** `A4`: sheets to cut. `ROLL58`, `ROLL80`: one voucher after the other on a thermal roll. */
export const TEMPLATE_PAPERS = ['A4', 'ROLL58', 'ROLL80'] as const;
export type TemplatePaper = (typeof TEMPLATE_PAPERS)[number];

export const LINE_SIZES = ['S', 'M', 'L', 'XL'] as const;
export type LineSize = (typeof LINE_SIZES)[number];

export const LINE_ALIGNS = ['LEFT', 'CENTER', 'RIGHT'] as const;
export type LineAlign = (typeof LINE_ALIGNS)[number];

/** What a line of a template may name, in braces. Nothing else is ever put into a voucher. */
export const TEMPLATE_VARIABLES = [
  ...(['code', 'password', 'package', 'price', 'validity', 'quota', 'until', 'site', 'phone', 'login'] as const),
  ...(['batch', 'number', 'qr'] as const),
] as const;
export type TemplateVariable = (typeof TEMPLATE_VARIABLES)[number];

/** Vouchers on an A4 page. */
export const LEAST_PER_PAGE = 8;
export const MOST_PER_PAGE = 120;

/** One line of a voucher. The line `{qr}` is the picture itself. */
export interface TemplateLine {
  text: string;
  size: LineSize;
  bold: boolean;
  align: LineAlign;
}

/** How a printed voucher looks: text with variables, never markup. */
export interface TemplateLayout {
  paper: TemplatePaper;
  /** A4 only. */
  perPage: number | null;
  lines: readonly TemplateLine[];
  /** DNS name of the hotspot, for the link in the QR code; empty: the QR code holds the code. */
  loginHost: string;
  /** Whom to ask; empty: nobody. */
  phone: string;
}

export interface VoucherTemplate extends TemplateLayout {
  id: string;
  /** Null: it comes with the product. */
  siteId: string | null;
  name: string;
  status: 'ACTIVE' | 'RETIRED';
  version: number;
  createdAt: Date;
}

/** What a voucher puts in the place of variables; `qr` is the content of the picture. */
export type VoucherValues = Readonly<Record<TemplateVariable, string>>;

const VARIABLE = /\{([^{}]*)\}/g;

/** The variables of a line in their order. */
export const variablesOf = (text: string): string[] => [...text.matchAll(VARIABLE)].map(([, name = '']) => name);

/** Are all variables known, and does `{qr}` stand alone in its line? */
export function checkLines(lines: readonly TemplateLine[]): Result<true, { line: number; variable: string }> {
  for (const [n, { text }] of lines.entries()) {
    for (const variable of variablesOf(text)) {
      const known = (TEMPLATE_VARIABLES as readonly string[]).includes(variable);
      if (!known || (variable === 'qr' && text.trim() !== '{qr}')) return fail({ line: n + 1, variable });
    }
  }
  return ok(true);
}

/** A line with its values; null for one of which every variable is empty, so that no label stands alone. */
export function filledLine(text: string, values: VoucherValues): string | null {
  const names = variablesOf(text) as TemplateVariable[];
  if (names.length > 0 && names.every((name) => values[name] === '')) return null;
  return text
    .replace(VARIABLE, (_, name: TemplateVariable) => values[name])
    .replace(/\s+/g, ' ')
    .trim();
}

export const isQr = ({ text }: Pick<TemplateLine, 'text'>): boolean => text.trim() === '{qr}';
