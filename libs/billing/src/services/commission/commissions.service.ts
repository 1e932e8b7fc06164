import { Injectable } from '@nestjs/common';
import { type LocalDate, uuidv7 } from '@app/core';
import { commissionPosting } from '../../domain/ledger-posting';
import { commissionStep } from '../../domain/payments/commission';
import { type Accrual, CommissionRepository } from '../../repositories/commission/commission.repository';
import { LedgerPostingRepository } from '../../repositories/ledger-posting.repository';

/** Money that an invoice received, or, negative, that was taken back. */
export interface Receipt {
  invoiceId: string;
  /** Names the cause with `refId`: one accrual per invoice and cause. */
  refType: 'PAYMENT' | 'PAYMENT_REVERSAL' | 'INVOICE' | 'WITHHOLDING' | 'CREDIT_REFUND' | 'BALANCE_PAYMENT';
  refId: string;
  amount: bigint;
}

const BASIS_POINTS = 10_000n;

/**
 * Commission of resellers: it accrues when money comes in, on the net, along one cumulative curve per invoice, so that its
 * parts add up whatever they are (billing.md 1.10, N01). Credit that we gave earns nothing, deposits do when they pay.
 */
@Injectable()
export class Commissions {
  constructor(
    private readonly commissions: CommissionRepository,
    private readonly ledger: LedgerPostingRepository,
  ) {}

  /** In the caller's transaction, who holds the accounts' locks and has made room in the ledger for `postedOn`. */
  async accrue(receipts: readonly Receipt[], at: Date, postedOn: LocalDate): Promise<void> {
    if (receipts.length === 0) return;
    const facts = await this.commissions.facts([...new Set(receipts.map(({ invoiceId }) => invoiceId))]);
    if (facts.length === 0) return;
    const byInvoice = new Map(facts.map((row) => [row.invoiceId, row]));
    const accruals = receipts.flatMap(({ amount: moved, ...receipt }): (Accrual & { customerId: string })[] => {
      const invoice = byInvoice.get(receipt.invoiceId);
      // why: money that earned nothing (a credit balance, or paid before there was a rate) takes nothing along when it goes
      const amount = invoice && moved < -invoice.paid ? -invoice.paid : moved;
      if (!invoice || amount === 0n) return [];
      const { resellerId, rateBp, currency, customerId, net, total, paid } = invoice;
      const rate = { num: BigInt(rateBp), den: BASIS_POINTS };
      const step = commissionStep(paid, paid + amount, { net, total, rate });
      invoice.paid += amount;
      const what = { resellerId, rateBp, currency, customerId, paidAmount: amount, amount: step };
      return [{ id: uuidv7(), ...receipt, ...what }];
    });
    await this.commissions.insert(accruals, at);
    await this.ledger.post(
      accruals.map(({ id, customerId, currency, amount }) => ({
        ...{ refType: 'COMMISSION' as const, refId: id, customerId, currency, postedOn, occurredAt: at },
        entries: commissionPosting(amount),
      })),
    );
  }
}
