import { Injectable } from '@nestjs/common';
import { localDateOf } from '@app/core';
import { type PostingEntry } from '../../domain/ledger-posting';
import { type BillingAccount } from '../../repositories/billing-account.repository';
import { type LockedInvoice } from '../../repositories/documents/invoice-state.repository';
import { LedgerPostingRepository, type PostingRef } from '../../repositories/ledger-posting.repository';

type LockedAccount = BillingAccount & { now: Date };

/** The ledger side of corrections. */
@Injectable()
export class CorrectionBooks {
  constructor(private readonly ledger: LedgerPostingRepository) {}

  async post(
    refType: PostingRef,
    invoice: LockedInvoice,
    account: LockedAccount,
    entries: readonly PostingEntry[],
  ): Promise<void> {
    const postedOn = localDateOf(account.now, account.timeZone);
    const { id: refId, customerId, currency } = invoice;
    await this.ledger.post([{ refType, refId, customerId, postedOn, occurredAt: account.now, currency, entries }]);
  }

  /** What the issue of an invoice was booked as. */
  async ofIssue(invoiceId: string): Promise<PostingEntry[]> {
    return this.ledger.entriesOf('INVOICE', invoiceId);
  }
}
