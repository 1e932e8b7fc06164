import { Injectable } from '@nestjs/common';
import { type Language } from '@app/core';
import { HandlesJob, type JobHandler } from '@app/platform';
import { DocumentFiles, RENDER_JOB } from '../services/files/document-files.service';

interface RenderData {
  kind: 'INVOICE' | 'CREDIT_NOTE';
  documentId: string;
  language: Language;
}

/** Renders one document that somebody waits for. */
@HandlesJob({ name: RENDER_JOB, queue: 'billing', attempts: 3 })
@Injectable()
export class RenderDocumentJob implements JobHandler<RenderData> {
  constructor(private readonly files: DocumentFiles) {}

  async handle({ kind, documentId, language }: RenderData): Promise<object> {
    await this.files.render(kind, documentId, language);
    return { kind, documentId };
  }
}
