import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { settlementAtIssuePosting } from '../../domain/ledger-posting';
import { type PaidFromBalance } from '../../domain/payments/pay-from-balance';
import { LedgerPostingRepository } from '../../repositories/ledger-posting.repository';
import { type PayableFromBalance } from '../../repositories/settlement/balance-payment.repository';
import { BillingRunContexts } from '../billing-run-context.service';
import { Commissions } from '../commission/commissions.service';
import { Wallets } from '../documents/wallets.service';

const REF = 'BALANCE_PAYMENT';

/** What balances pay of one invoice. */
export type BalancePart = PaidFromBalance<PayableFromBalance> & { id: string; postedOn: LocalDate };

/** Wallets, ledger and commission of what balances paid. */
@Injectable()
export class BalanceBooks {
  constructor(
    private readonly wallets: Wallets,
    private readonly ledger: LedgerPostingRepository,
    private readonly commissions: Commissions,
    private readonly contexts: BillingRunContexts,
  ) {}

  async write(parts: readonly BalancePart[], asOf: Date): Promise<void> {
    await this.contexts.makeRoom(asOf);
    await this.wallets.move(parts.flatMap(movementsOf), asOf);
    await this.ledger.post(
      parts.map(({ id, postedOn, invoice: { customerId, currency }, ...settled }) => ({
        ...{ refType: REF, refId: id, customerId, currency, postedOn, occurredAt: asOf },
        entries: settlementAtIssuePosting(settled),
      })),
    );
    const paid = parts.filter(({ fromDeposit }) => fromDeposit > 0n);
    // why: a deposit is money that came in, credit is not
    for (const [day, ofDay] of grouped(paid, ({ postedOn }) => postedOn)) {
      const receipts = ofDay.map(({ id, invoice, fromDeposit: amount }) => ({
        invoiceId: invoice.id,
        refId: id,
        amount,
      }));
      await this.commissions.accrue(
        receipts.map((receipt) => ({ ...receipt, refType: REF })),
        asOf,
        day,
      );
    }
  }
}

function movementsOf({
  id: refId,
  invoice,
  fromCredit,
  fromDeposit,
}: BalancePart): Parameters<Wallets['move']>[0][number][] {
  const { id: invoiceId, customerId, currency } = invoice;
  const common = { customerId, currency, kind: 'INVOICE', refType: REF, refId, invoiceId };
  return [
    ...(fromCredit > 0n ? [{ ...common, wallet: 'CREDIT' as const, amount: -fromCredit }] : []),
    ...(fromDeposit > 0n ? [{ ...common, wallet: 'DEPOSIT' as const, amount: -fromDeposit }] : []),
  ];
}

/** Rows by a key, each group in the order of the rows. */
export function grouped<T, K>(rows: readonly T[], keyOf: (row: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
