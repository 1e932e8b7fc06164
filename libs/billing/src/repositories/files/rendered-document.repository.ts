import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Language, uuidv7 } from '@app/core';
import { Database } from '@app/platform';

/** Names one rendered file: which document, in which language, in which state of document and template. */
export interface RenderedKey {
  kind: 'INVOICE' | 'CREDIT_NOTE' | 'STATEMENT';
  documentId: string;
  language: Language;
  /** Changes with the template and with what the document shows. */
  template: string;
}

/** Rendered files. They can be made again at any time, so they are a cache; older states of a document are dropped. */
@Injectable()
export class RenderedDocumentRepository {
  constructor(private readonly database: Database) {}

  async find({ kind, documentId, language, template }: RenderedKey): Promise<Buffer | undefined> {
    const row = await this.database.queryOne<{ content: Buffer }>(
      `select content from rendered_documents
        where kind = $1 and document_id = $2 and language = $3 and template = $4`,
      [kind, documentId, language, template],
    );
    return row?.content;
  }

  /** A second rendering of the same key changes nothing. */
  async put({ kind, documentId, language, template }: RenderedKey, content: Buffer): Promise<void> {
    const sha256 = createHash('sha256').update(content).digest();
    await this.database.execute(
      `with old as (
         delete from rendered_documents where kind = $2 and document_id = $3 and language = $4 and template <> $5)
       insert into rendered_documents (id, kind, document_id, language, template, content, sha256)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict on constraint uq_rendered_documents do nothing`,
      [uuidv7(), kind, documentId, language, template, content, sha256],
    );
  }
}
