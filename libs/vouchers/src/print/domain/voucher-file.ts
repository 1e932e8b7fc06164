import { type Language } from '@app/core';

/** How vouchers are printed: `text58` and `escpos` take the columns of the template's roll. */
export const PRINT_FORMATS = ['html', 'pdf', 'text58', 'escpos'] as const;
export type PrintFormat = (typeof PRINT_FORMATS)[number];

export const EXPORT_FORMATS = ['csv', 'xlsx', 'pdf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export type FileFormat = PrintFormat | ExportFormat;

/** How many vouchers of a format one request makes at once; more is work for a worker. */
export const AT_ONCE: Readonly<Record<FileFormat, number>> = {
  ...{ html: 500, pdf: 120, text58: 1_000, escpos: 1_000 },
  ...{ csv: 50_000, xlsx: 2_000 },
};

/** Vouchers of one printed file; a larger batch is printed in parts. */
export const MOST_PRINTED = 5_000;

/** A file of vouchers that somebody asked for. */
export interface VoucherFile {
  id: string;
  batchId: string;
  kind: 'PRINT' | 'EXPORT';
  format: FileFormat;
  templateId: string | null;
  language: Language;
  firstNumber: number;
  lastNumber: number;
  requestedByName: string;
  createdAt: Date;
  /** Null: a worker is at it. */
  finishedAt: Date | null;
  expiresAt: Date;
}

/** A file as it is handed out. */
export interface FileContent {
  content: Buffer;
  type: string;
  fileName: string;
}

const TYPES: Readonly<Record<FileFormat, { type: string; suffix: string }>> = {
  html: { type: 'text/html; charset=utf-8', suffix: 'html' },
  pdf: { type: 'application/pdf', suffix: 'pdf' },
  text58: { type: 'text/plain; charset=utf-8', suffix: 'txt' },
  escpos: { type: 'application/octet-stream', suffix: 'bin' },
  csv: { type: 'text/csv; charset=utf-8', suffix: 'csv' },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', suffix: 'xlsx' },
};

/** A list without vouchers of anybody. */
export const fileOfList = (content: Buffer, format: 'csv' | 'xlsx'): FileContent => ({
  ...{ content, type: TYPES[format].type, fileName: `vouchers.${TYPES[format].suffix}` },
});

/** Content with its type; the name holds nothing that people typed. */
export const fileOf = (content: Buffer, { id, format }: Pick<VoucherFile, 'id' | 'format'>): FileContent => ({
  ...{ content, type: TYPES[format].type, fileName: `vouchers-${id.slice(-12)}.${TYPES[format].suffix}` },
});
