import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { CoreErrors, type Language } from '@app/core';
import { BackgroundJobs, PdfRenderer } from '@app/platform';
import { BillingConfig } from '../../billing.config';
import { RenderedDocumentRepository, type RenderedKey } from '../../repositories/files/rendered-document.repository';
import { CreditNotes } from '../documents/credit-notes.service';
import { InvoicesService } from '../invoices.service';
import { DocumentPrinter } from './document-printer.service';

export const RENDER_JOB = 'billing.render-document';

const LOOK_MS = 150;
const ROUNDS = 3;

/** A file, or the job that makes it. */
export type DocumentFile = { content: Buffer } | { jobId: string };

/** PDF files of documents: rendered by a worker, kept until the document shows something else. */
@Injectable()
export class DocumentFiles {
  constructor(
    private readonly invoices: InvoicesService,
    private readonly creditNotes: CreditNotes,
    private readonly printer: DocumentPrinter,
    private readonly rendered: RenderedDocumentRepository,
    private readonly renderer: PdfRenderer,
    private readonly jobs: BackgroundJobs,
    private readonly config: BillingConfig,
  ) {}

  /**
   * The file when it is there, or becomes ready soon (`BILLING_DOCUMENT_WAIT_MS`); else the job to watch.
   *
   * @throws DomainError CORE_NOT_FOUND, also for an invoice outside the actor's scope, and for a draft
   */
  async invoice(id: string, language: Language): Promise<DocumentFile> {
    await this.invoices.get(id);
    return this.file('INVOICE', id, language);
  }

  /** @throws as {@link invoice} */
  async creditNote(id: string, language: Language): Promise<DocumentFile> {
    await this.creditNotes.get(id);
    return this.file('CREDIT_NOTE', id, language);
  }

  /** Renders a file and keeps it; for the worker. Doing it twice changes nothing. */
  async render(kind: 'INVOICE' | 'CREDIT_NOTE', documentId: string, language: Language): Promise<void> {
    const keyNow = (): Promise<RenderedKey | undefined> => this.printer.key(kind, documentId, language);
    // why: the first look makes the link to pay by, and a payment may come in between; a file is kept as what it shows only
    for (let round = 0; round < ROUNDS; round++) {
      const key = await keyNow();
      if (!key || (await this.rendered.find(key))) return;
      const definition = await this.printer.definition(key);
      if (!definition || (await keyNow())?.template !== key.template) continue;
      await this.rendered.put(key, await this.renderer.render(definition));
      return;
    }
  }

  private async file(kind: 'INVOICE' | 'CREDIT_NOTE', documentId: string, language: Language): Promise<DocumentFile> {
    const look = async (): Promise<DocumentFile | undefined> => {
      const key = await this.printer.key(kind, documentId, language);
      if (!key) throw CoreErrors.NOT_FOUND({ what: 'document', id: documentId });
      const content = await this.rendered.find(key);
      return content && { content };
    };
    const kept = await look();
    if (kept) return kept;
    const data = { kind, documentId, language };
    const jobId = await this.jobs.start({ name: RENDER_JOB, queue: 'billing', data });
    for (let waited = 0; waited < this.config.documentWaitMs; waited += LOOK_MS) {
      await pause(LOOK_MS);
      const made = await look();
      if (made) return made;
    }
    return { jobId };
  }
}
