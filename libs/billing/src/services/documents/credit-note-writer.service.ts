import { Injectable } from '@nestjs/common';
import { localDateOf, uuidv7 } from '@app/core';
import { CurrentActor, Outbox } from '@app/platform';
import { splitCredit } from '../../domain/documents/credit-note';
import { creditNotePosting } from '../../domain/ledger-posting';
import { InvoicePaid } from '../../events/invoice-paid.event';
import { type BillingAccount } from '../../repositories/billing-account.repository';
import { type CreditNoteLine, CreditNoteRepository } from '../../repositories/documents/credit-note.repository';
import { InvoiceStateRepository, type LockedInvoice } from '../../repositories/documents/invoice-state.repository';
import { LedgerPostingRepository } from '../../repositories/ledger-posting.repository';
import { DocumentNumbers } from './document-numbers.service';
import { Wallets } from './wallets.service';

/** A credit note that has been checked. */
export interface CheckedCreditNote {
  sourceKey: string;
  reason: string;
  lines: readonly CreditNoteLine[];
}

/** Writes a checked credit note with everything that follows from it; the caller holds the locks. */
@Injectable()
export class CreditNoteWriter {
  constructor(
    private readonly notes: CreditNoteRepository,
    private readonly invoices: InvoiceStateRepository,
    private readonly ledger: LedgerPostingRepository,
    private readonly wallets: Wallets,
    private readonly numbers: DocumentNumbers,
    private readonly outbox: Outbox,
    private readonly actor: CurrentActor,
  ) {}

  async write(
    checked: CheckedCreditNote,
    invoice: LockedInvoice,
    account: BillingAccount & { now: Date },
  ): Promise<void> {
    const { reason, sourceKey, lines } = checked;
    const net = lines.reduce((sum, line) => sum + line.netAmount, 0n);
    const tax = lines.reduce((sum, line) => sum + line.taxAmount, 0n);
    const { offset, wallet } = splitCredit({ ...invoice, invoiceId: invoice.id }, net + tax);
    const { id: invoiceId, siteId, customerId, currency, customer, issuer } = invoice;
    const { now } = account;
    const id = uuidv7();
    const issuedOn = localDateOf(now, account.timeZone);
    await this.offset(invoice, offset, now);
    if (wallet > 0n) {
      const movement = { customerId, currency, kind: 'CREDIT_NOTE', refType: 'CREDIT_NOTE', refId: id };
      await this.wallets.move([{ ...movement, wallet: 'CREDIT', amount: wallet }], now);
    }
    const entries = creditNotePosting({ net, tax, offset, wallet, writtenOff: invoice.status === 'UNCOLLECTIBLE' });
    const posting = { refId: id, customerId, postedOn: issuedOn, occurredAt: now, currency, entries };
    await this.ledger.post([{ refType: 'CREDIT_NOTE', ...posting }]);
    await this.notes.insert({
      ...{ id, siteId, customerId, invoiceId, sourceKey, reason, currency, issuedOn, customer, issuer, lines },
      ...{ netAmount: net, taxAmount: tax, totalAmount: net + tax, offsetAmount: offset, walletAmount: wallet },
      createdBy: this.actor.get().name,
      ...(await this.numbers.take('creditNoteNumbers', siteId, issuedOn)),
    });
  }

  private async offset({ id, customerId }: LockedInvoice, amount: bigint, at: Date): Promise<void> {
    if (amount === 0n) return;
    const { status, version } = await this.invoices.offset(id, amount, at);
    if (status !== 'PAID') return;
    await this.outbox.publish(InvoicePaid, { key: `${id}:${version}`, payload: { invoiceId: id, customerId } });
  }
}
