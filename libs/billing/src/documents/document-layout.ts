import { type Language } from '@app/core';
import { type PdfDefinition } from '@app/platform';
import { type Issuer } from '../domain/policies/billing-policies';
import { DOCUMENT_TEXTS } from './document-texts';

type Content = Extract<PdfDefinition['content'], readonly unknown[]>[number];
export type Row = readonly [label: string, value: string];

/** Name, address and number of the customer as the document keeps them. */
export interface PrintedCustomer {
  code: string;
  name: string;
  address: string;
}

/** Between the margins of A4, and what a cell keeps free on both sides. */
const PAGE_WIDTH = 515;
const CELL_PADDING = 8;
export const SUMS_WIDTH = 240;
export const BESIDE_SUMS = PAGE_WIDTH - SUMS_WIDTH;
const FACTS_WIDTH = 200;
const LOGO_WIDTH = 100;

const GREY = '#666666';
const RULE = '#d0d0d0';

/** What every document has: page, fonts, footer with page numbers, title for readers. */
export function page(
  language: Language,
  title: string,
  issuer: Issuer,
  content: readonly (Content | undefined)[],
): PdfDefinition {
  const texts = DOCUMENT_TEXTS[language];
  return {
    pageSize: 'A4',
    pageMargins: [40, 40, 40, 60],
    info: { title, author: issuer.name },
    content: content.filter((part): part is Content => part !== undefined),
    footer: (current, pages) => ({
      margin: [40, 10, 40, 0],
      fontSize: 7,
      color: GREY,
      columns: [
        { text: issuer.footer, width: '*' },
        { text: texts.page(current, pages), width: 'auto', alignment: 'right' },
      ],
    }),
  };
}

/** Who it is from on the left, what it is on the right. */
export function heading(issuer: Issuer, title: string, stamp: string, facts: readonly Row[]): Content {
  const contact = [issuer.address, issuer.phone, issuer.email, issuer.npwp === '' ? '' : `NPWP ${issuer.npwp}`];
  const from: Content[] = [
    { text: issuer.name, bold: true, fontSize: 13 },
    { text: contact.filter((line) => line !== '').join('\n'), color: GREY },
  ];
  const logo = issuer.logo === '' ? [] : [{ image: issuer.logo, fit: [90, 60] as [number, number], width: LOGO_WIDTH }];
  return {
    columns: [
      ...logo,
      // why: a width of its own; one of the rest (`*`) grows with a long word and pushes its neighbours off the page
      { width: PAGE_WIDTH - FACTS_WIDTH - logo.length * LOGO_WIDTH, stack: from },
      {
        width: FACTS_WIDTH,
        stack: [
          { text: title, bold: true, fontSize: 15, alignment: 'right' },
          ...(stamp === ''
            ? []
            : [{ text: stamp, bold: true, fontSize: 12, alignment: 'right' as const, color: '#c0392b' }]),
          pairs(facts),
        ],
      },
    ],
    margin: [0, 0, 0, 20],
  };
}

/** Whom it is for. */
export function addressee(label: string, customer: PrintedCustomer): Content {
  return {
    stack: [
      { text: label, color: GREY },
      { text: `${customer.name} (${customer.code})`, bold: true },
      { text: customer.address },
    ],
    margin: [0, 0, 0, 15],
  };
}

/** Labels and values below each other, values to the right. */
export function pairs(rows: readonly Row[], strong: readonly number[] = []): Content {
  return {
    table: {
      widths: ['*', 'auto'],
      body: rows.map(([label, value], index) => {
        const bold = strong.includes(index);
        return [
          { text: label, bold, alignment: 'right' as const },
          { text: value, bold, alignment: 'right' as const },
        ];
      }),
    },
    layout: 'noBorders',
  };
}

/**
 * A table with a heading that repeats on every page; all columns but the first `left` are to the right. The first column
 * takes what the widths of the others leave: a word that is longer is broken.
 */
export function ledgerTable(
  widths: readonly number[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
  left: number,
): Content {
  const first = widths.reduce((rest, width) => rest - width - CELL_PADDING, PAGE_WIDTH - CELL_PADDING);
  const cell = (text: string, index: number, bold = false): Content => ({
    text,
    bold,
    alignment: index < left ? 'left' : 'right',
  });
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: [first, ...widths],
      body: [
        head.map((text, index) => cell(text, index, true)),
        ...rows.map((row) => row.map((text, i) => cell(text, i))),
      ],
    },
    layout: {
      hLineWidth: (line, node) => (line === 1 || line === node.table.body.length ? 1 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => RULE,
    },
    margin: [0, 0, 0, 10],
  };
}
