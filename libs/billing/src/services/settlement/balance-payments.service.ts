import { Injectable } from '@nestjs/common';
import { localDateOf, uuidv7 } from '@app/core';
import { Database, Outbox } from '@app/platform';
import { payFromBalance } from '../../domain/payments/pay-from-balance';
import { InvoicePaid } from '../../events/invoice-paid.event';
import { BillingAccountRepository } from '../../repositories/billing-account.repository';
import {
  BalancePaymentRepository,
  type PayableFromBalance,
} from '../../repositories/settlement/balance-payment.repository';
import { SettlementRepository } from '../../repositories/settlement.repository';
import { AccessService } from '../access.service';
import { BalanceBooks, type BalancePart, grouped } from './balance-books.service';

const BATCH = 200;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Balances that came in after an invoice was issued (a top-up, a credit note, goodwill) pay it when it is overdue: before it
 * costs a late fee, and before it costs access (billing.md 1.10). Nobody is cut off whose money we hold. A customer's deposit
 * is left alone where he opted out; repeating it does nothing.
 */
@Injectable()
export class BalancePayments {
  constructor(
    private readonly database: Database,
    private readonly payable: BalancePaymentRepository,
    private readonly invoices: SettlementRepository,
    private readonly accounts: BillingAccountRepository,
    private readonly books: BalanceBooks,
    private readonly access: AccessService,
    private readonly outbox: Outbox,
  ) {}

  /** Every account that can, each with what it changes for access. @returns how many invoices were paid, wholly or in part */
  async run(asOf: Date, signal?: AbortSignal): Promise<number> {
    let paid = 0;
    for (let after = FIRST_ID; signal?.aborted !== true;) {
      const ids = await this.payable.accounts(asOf, after, BATCH);
      const last = ids.at(-1);
      if (last === undefined) break;
      paid += await this.database.transaction(async () => {
        const locked = await this.accounts.lockFree(ids);
        const parts = await this.pay(locked, asOf);
        if (parts > 0) await this.access.reevaluate(locked, asOf, { mayIsolate: false });
        return parts;
      });
      after = last;
    }
    return paid;
  }

  /** In the caller's transaction, who holds the locks of these accounts and looks at access afterwards. @returns as {@link run} */
  async pay(customerIds: readonly string[], asOf: Date): Promise<number> {
    const open = customerIds.length === 0 ? [] : await this.payable.lock(customerIds, asOf);
    const parts = [...grouped(open, ({ customerId }) => customerId).values()].flatMap((invoices) =>
      partsOf(invoices, asOf),
    );
    if (parts.length === 0) return 0;
    for (const [day, ofDay] of grouped(parts, ({ postedOn }) => postedOn)) {
      const amounts = ofDay.map((part) => ({ invoiceId: part.invoice.id, amount: sumOf(part) }));
      await this.invoices.pay(amounts, asOf, day);
    }
    await this.books.write(parts, asOf);
    await this.outbox.publishMany(
      InvoicePaid,
      parts
        .filter((part) => sumOf(part) === part.invoice.remaining)
        .map(({ invoice: { id: invoiceId, version, customerId } }) => ({
          key: `${invoiceId}:${version + 1}`,
          payload: { invoiceId, customerId },
        })),
    );
    return parts.length;
  }
}

function partsOf(invoices: readonly PayableFromBalance[], asOf: Date): BalancePart[] {
  const [first] = invoices;
  if (!first) return [];
  const postedOn = localDateOf(asOf, first.timeZone);
  return payFromBalance(invoices, first).map((part) => ({ ...part, id: uuidv7(), postedOn }));
}

const sumOf = ({ fromCredit, fromDeposit }: BalancePart): bigint => fromCredit + fromDeposit;
