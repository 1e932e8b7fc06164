import { Injectable } from '@nestjs/common';
import { type Language } from '@app/core';
import { AuditLog, Database, DatabaseClock, PdfRenderer } from '@app/platform';
import { type Receipt, receiptText, RECEIPT_COLUMNS, WIDE_RECEIPT_COLUMNS } from '../../domain/receipt-text';
import { escPos } from '../../domain/receipts/escpos';
import { receiptMessage } from '../../domain/receipts/receipt-message';
import { ReceiptRepository } from '../../repositories/receipts/receipt.repository';
import { PaymentsService } from '../payments.service';
import { ReceiptLinks } from './receipt-links.service';
import { receiptPdf } from './receipt-pdf';

export const RECEIPT_FORMATS = ['text58', 'text80', 'escpos', 'escpos80', 'pdf'] as const;
export type ReceiptFormat = (typeof RECEIPT_FORMATS)[number];

/** A receipt as it is handed out. */
export interface PrintedReceipt {
  content: Buffer;
  type: string;
  fileName: string;
  /** 1: the original. */
  copy: number;
}

/** Receipts in every form. Each time one is handed out counts; from the second on it says so, and is audited. */
@Injectable()
export class Receipts {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly payments: PaymentsService,
    private readonly receipts: ReceiptRepository,
    private readonly links: ReceiptLinks,
    private readonly renderer: PdfRenderer,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND */
  async print(paymentId: string, format: ReceiptFormat, language: Language): Promise<PrintedReceipt> {
    const receipt = await this.payments.receiptFacts(paymentId);
    const copy = await this.count(paymentId, receipt, format);
    const verifyUrl = this.links.url(receipt.number);
    const name = receipt.number.replaceAll('/', '-');
    if (format === 'pdf') {
      const content = await this.renderer.render(receiptPdf(receipt, language, { copy, verifyUrl }));
      return { content, type: 'application/pdf', fileName: `${name}.pdf`, copy };
    }
    const columns = format.endsWith('80') ? WIDE_RECEIPT_COLUMNS : RECEIPT_COLUMNS;
    if (format.startsWith('escpos')) {
      const content = escPos(receiptText(receipt, language, { columns, copy }), verifyUrl);
      return { content, type: 'application/octet-stream', fileName: `${name}.bin`, copy };
    }
    const content = Buffer.from(receiptText(receipt, language, { columns, copy, verifyUrl }));
    return { content, type: 'text/plain; charset=utf-8', fileName: `${name}.txt`, copy };
  }

  /**
   * The text of a message to the customer; what sends it listens to `payments.payment.recorded.v1`. It is no printed copy and does
   * not count as one.
   *
   * @param known what billing knows of the customer: debts that are left and the end of the paid service
   * @throws DomainError CORE_NOT_FOUND
   */
  async message(
    paymentId: string,
    language: Language,
    known: Pick<Parameters<typeof receiptMessage>[0], 'arrears' | 'activeUntil'>,
  ): Promise<string> {
    const receipt = await this.payments.receiptFacts(paymentId);
    return receiptMessage({ ...receipt, ...known, verifyUrl: this.links.url(receipt.number) }, language);
  }

  private async count(paymentId: string, receipt: Receipt & { siteId: string }, format: string): Promise<number> {
    return this.database.transaction(async () => {
      const copy = await this.receipts.countCopy(paymentId, await this.clock.sample());
      if (copy > 1) {
        const subject = { type: 'payment', id: paymentId };
        const after = { number: receipt.number, copy, format };
        await this.audit.record({ action: 'payment.receipt-reprinted', subject, siteId: receipt.siteId, after });
      }
      return copy;
    });
  }
}
