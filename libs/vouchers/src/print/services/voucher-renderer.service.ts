import { Injectable } from '@nestjs/common';
import { type Language } from '@app/core';
import { PdfRenderer, SecretBox } from '@app/platform';
import { VOUCHER_PASSWORD } from '../../services/voucher-password';
import { type PrintJob, printJob } from '../domain/print-job';
import { type FileFormat, type PrintFormat } from '../domain/voucher-file';
import { type FileVoucher, PrintableRepository } from '../repositories/printable.repository';
import { renderSheet } from './render-sheet';
import { voucherCsv, voucherWorkbook } from './voucher-export';
import { voucherListPdf } from './voucher-list-pdf';
import { voucherPdf } from './voucher-pdf';
import { voucherEscPos, voucherText } from './voucher-roll';
import { VoucherTemplates } from './voucher-templates.service';

/** What a file is made of. */
export interface RenderRequest {
  id: string;
  batchId: string;
  format: FileFormat;
  /** Null: a list, no print. */
  templateId: string | null;
  language: Language;
  firstNumber: number;
  lastNumber: number;
}

/** A voucher with its password in the open. */
export type OpenVoucher = FileVoucher & { password: string };

/** Vouchers nobody can use any more are not printed. */
const PRINTED: readonly string[] = ['AVAILABLE', 'SOLD'];

/** Makes the contents of files. */
@Injectable()
export class VoucherRenderer {
  constructor(
    private readonly printable: PrintableRepository,
    private readonly templates: VoucherTemplates,
    private readonly pdf: PdfRenderer,
    private readonly box: SecretBox,
  ) {}

  async render(request: RenderRequest): Promise<Buffer> {
    const { batchId, firstNumber, lastNumber, language, templateId, format } = request;
    const rows = await this.printable.vouchers(batchId, firstNumber, lastNumber);
    const vouchers = rows.map((row): OpenVoucher => ({ ...row, password: this.passwordOf(row) }));
    if (format === 'csv') return Buffer.from(voucherCsv(vouchers));
    if (format === 'xlsx') return voucherWorkbook(vouchers);
    if (templateId === null && format === 'pdf') {
      return this.pdf.render(voucherListPdf(vouchers, `Voucher ${vouchers[0]?.batchName ?? ''}`.trim(), language));
    }
    if (templateId === null) throw new TypeError(`file ${request.id} has no template`);
    const usable = vouchers.filter(({ state }) => PRINTED.includes(state));
    const title = `Voucher ${usable[0]?.batchName ?? ''}`.trim();
    return this.printed(printJob(await this.templates.get(templateId), usable, { title, language }), format);
  }

  private async printed(job: PrintJob, format: PrintFormat): Promise<Buffer> {
    if (format === 'html') return Buffer.from(renderSheet(job));
    if (format === 'text58') return Buffer.from(voucherText(job));
    if (format === 'escpos') return voucherEscPos(job);
    return this.pdf.render(voucherPdf(job));
  }

  private passwordOf({ id, passwordSealed }: FileVoucher): string {
    return passwordSealed === null ? '' : this.box.open(passwordSealed, VOUCHER_PASSWORD.place(id));
  }
}
