import { Injectable } from '@nestjs/common';
import { CoreErrors, type Language, type Page } from '@app/core';
import { DatabaseClock, type ListRequest, SecretBox } from '@app/platform';
import { VoucherErrors } from '../../vouchers.errors';
import { PrintErrors } from '../print.errors';
import {
  type ExportFormat,
  type FileContent,
  fileOf,
  MOST_PRINTED,
  type PrintFormat,
  type VoucherFile,
} from '../domain/voucher-file';
import { type PrintableBatch, PrintableRepository } from '../repositories/printable.repository';
import { VoucherFileRepository } from '../repositories/voucher-file.repository';
import { type FileFacts, FileOrders } from './file-orders.service';
import { VoucherRenderer } from './voucher-renderer.service';
import { VoucherTemplates } from './voucher-templates.service';
import { VOUCHER_FILE } from './voucher-file-column';

/** What is to be printed of a batch. */
export interface PrintRequest {
  templateId: string;
  format: PrintFormat;
  language: Language;
  /** Number of the first voucher in its batch; default 1. */
  first?: number;
  /** Default and at most {@link MOST_PRINTED}. */
  count?: number;
}

/** What is to be listed of a batch. */
export interface ExportRequest {
  format: ExportFormat;
  language: Language;
  /** Number of the first voucher in its batch; default 1. */
  first?: number;
  count?: number;
}

/** A file at once, or the job that makes it. */
export type StartedFile = { file: FileContent } | { fileId: string; jobId: string };

/** Prints and exports of batches. Every one is audited and counted before its first byte leaves. */
@Injectable()
export class VoucherFiles {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly batches: PrintableRepository,
    private readonly files: VoucherFileRepository,
    private readonly templates: VoucherTemplates,
    private readonly renderer: VoucherRenderer,
    private readonly orders: FileOrders,
    private readonly box: SecretBox,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND for batch or template, VOUCHERS_BATCH_STATE, VOUCHER_PRINT_NOTHING_TO_PRINT */
  async print(batchId: string, request: PrintRequest): Promise<StartedFile> {
    const batch = await this.ready(batchId);
    const template = await this.templates.get(request.templateId);
    // why: the template of another site may hold that site's telephone and network
    if (template.siteId !== null && template.siteId !== batch.siteId) {
      throw CoreErrors.NOT_FOUND({ what: 'voucher template', id: template.id });
    }
    const { first = 1, count = MOST_PRINTED, format, language } = request;
    const last = Math.min(batch.quantity, first + count - 1);
    if (first > last) throw PrintErrors.NOTHING_TO_PRINT();
    return this.start(batch, {
      ...{ kind: 'PRINT', format, language, firstNumber: first, lastNumber: last },
      ...{ templateId: template.id, templateVersion: template.version },
    });
  }

  /**
   * Vouchers of the batch with their states: all of them, or those of these numbers; a PDF holds {@link MOST_PRINTED}.
   *
   * @throws DomainError CORE_NOT_FOUND, VOUCHERS_BATCH_STATE, VOUCHER_PRINT_NOTHING_TO_PRINT
   */
  async export(batchId: string, request: ExportRequest): Promise<StartedFile> {
    const batch = await this.ready(batchId);
    const { format, language, first = 1, count = format === 'pdf' ? MOST_PRINTED : batch.quantity } = request;
    const last = Math.min(batch.quantity, first + count - 1);
    if (first > last) throw PrintErrors.NOTHING_TO_PRINT();
    return this.start(batch, {
      ...{ kind: 'EXPORT', format, language, firstNumber: first, lastNumber: last },
      ...{ templateId: null, templateVersion: null },
    });
  }

  /** What was printed and exported of a batch. @throws DomainError CORE_NOT_FOUND */
  async list(request: ListRequest, batchId: string): Promise<Page<VoucherFile>> {
    await this.batch(batchId);
    return this.files.page(request, batchId);
  }

  /** @throws DomainError CORE_NOT_FOUND, also after its day; VOUCHER_PRINT_FILE_NOT_READY */
  async content(id: string): Promise<FileContent> {
    const file = await this.files.find(id);
    if (!file) throw CoreErrors.NOT_FOUND({ what: 'voucher file', id });
    if (file.finishedAt === null) throw PrintErrors.FILE_NOT_READY();
    if (file.fileSealed === null) throw CoreErrors.NOT_FOUND({ what: 'voucher file', id });
    return fileOf(Buffer.from(this.box.open(file.fileSealed, VOUCHER_FILE.place(id)), 'base64'), file);
  }

  /** Makes a file and keeps it; for the worker. Doing it twice changes nothing. */
  async render(id: string): Promise<void> {
    const file = await this.files.find(id);
    if (file?.finishedAt !== null) return;
    const content = await this.renderer.render(file);
    const sealed = this.box.seal(content.toString('base64'), VOUCHER_FILE.place(id));
    await this.files.finish(id, sealed, await this.clock.sample());
  }

  private async start(batch: PrintableBatch, facts: FileFacts): Promise<StartedFile> {
    const { jobId, ...file } = await this.orders.note(batch, facts);
    if (jobId !== null) return { fileId: file.id, jobId };
    const content = await this.renderer.render(file);
    await this.files.finish(file.id, null, await this.clock.sample());
    return { file: fileOf(content, file) };
  }

  private async ready(id: string): Promise<PrintableBatch> {
    const batch = await this.batch(id);
    if (batch.state !== 'READY') throw VoucherErrors.BATCH_STATE({ state: batch.state });
    return batch;
  }

  private async batch(id: string): Promise<PrintableBatch> {
    const batch = await this.batches.batch(id);
    if (!batch) throw CoreErrors.NOT_FOUND({ what: 'voucher batch', id });
    return batch;
  }
}
