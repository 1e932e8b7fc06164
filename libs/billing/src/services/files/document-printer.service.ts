import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Language, rdiv } from '@app/core';
import { CustomersService } from '@app/customers';
import { type PdfDefinition } from '@app/platform';
import { creditNotePdf } from '../../documents/credit-note-pdf';
import { invoicePdf, type PrintedLine } from '../../documents/invoice-pdf';
import { type Issuer } from '../../domain/policies/billing-policies';
import { type LineToPrint, PrintedDocumentRepository } from '../../repositories/files/printed-document.repository';
import { type RenderedKey } from '../../repositories/files/rendered-document.repository';
import { BillingPolicies } from '../catalogue/billing-policies.service';
import { PayLinks } from './pay-links.service';

/** Raised with every change of how documents look: what was rendered before is rendered anew. */
const TEMPLATE = 'v2';

/** What a document looks like now; undefined when there is none. */
@Injectable()
export class DocumentPrinter {
  constructor(
    private readonly documents: PrintedDocumentRepository,
    private readonly customers: CustomersService,
    private readonly policies: BillingPolicies,
    private readonly links: PayLinks,
  ) {}

  /** The key of the present state of a document: of all that it shows, the logo and the link to pay by included. */
  async key(kind: 'INVOICE' | 'CREDIT_NOTE', documentId: string, language: Language): Promise<RenderedKey | undefined> {
    const document =
      kind === 'INVOICE' ? await this.documents.invoice(documentId) : await this.documents.creditNote(documentId);
    if (!document) return undefined;
    const open = 'version' in document && document.status === 'OPEN';
    const around = JSON.stringify([
      await this.issuer(document.siteId, document.issuer),
      open ? await this.links.known(documentId) : null,
    ]);
    const digest = createHash('sha256').update(around).digest('base64url').slice(0, 16);
    const version = 'version' in document ? document.version : 1;
    return { kind, documentId, language, template: `${TEMPLATE}:${version}:${digest}` };
  }

  async definition({ kind, documentId, language }: RenderedKey): Promise<PdfDefinition | undefined> {
    return kind === 'INVOICE' ? this.invoice(documentId, language) : this.creditNote(documentId, language);
  }

  private async invoice(id: string, language: Language): Promise<PdfDefinition | undefined> {
    const invoice = await this.documents.invoice(id);
    if (!invoice) return undefined;
    const lines = await this.lines(id);
    const payUrl = invoice.status === 'OPEN' ? (await this.links.give(id, invoice.customerId)).url : null;
    const issuer = await this.issuer(invoice.siteId, invoice.issuer);
    return invoicePdf({ ...invoice, issuer, lines, payUrl }, language);
  }

  /** The payer's own first, then by whose service it is. */
  private async lines(invoiceId: string): Promise<PrintedLine[]> {
    const lines = await this.documents.lines(invoiceId);
    const ids = lines.flatMap(({ serviceCustomerId }) => serviceCustomerId ?? []);
    const served = ids.length === 0 ? undefined : await this.customers.snapshots([...new Set(ids)]);
    return lines
      .map(({ serviceCustomerId, ...line }) =>
        printedLine({ ...line, serviceOf: served?.get(serviceCustomerId ?? '')?.name ?? null }),
      )
      .sort((a, b) => (a.serviceOf ?? '').localeCompare(b.serviceOf ?? ''));
  }

  private async creditNote(id: string, language: Language): Promise<PdfDefinition | undefined> {
    const note = await this.documents.creditNote(id);
    if (!note) return undefined;
    return creditNotePdf({ ...note, issuer: await this.issuer(note.siteId, note.issuer) }, language);
  }

  /** Names as they were on the day of issue; the logo is that of today. */
  private async issuer(siteId: string, kept: Partial<Issuer>): Promise<Issuer> {
    return { ...(await this.policies.of(siteId)).issuer, ...kept };
  }
}

type NamedLine = Omit<LineToPrint, 'serviceCustomerId'> & { serviceOf: string | null };

function printedLine({ baseNum, baseDen, ...line }: NamedLine): PrintedLine {
  const shown = baseNum !== null && baseDen !== null && line.tax > 0n;
  return { ...line, taxBase: shown ? rdiv(line.net * BigInt(baseNum), BigInt(baseDen)) : null };
}
