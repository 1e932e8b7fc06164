import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CASH_ACCOUNTS, type CashAccount, CashJournal } from '@app/billing';
import { CoreErrors, localDateOf, type LocalDate, type Money, type Page, uuidv7, instantAt } from '@app/core';
import { AuditLog, CurrentActor, DatabaseClock, type ListRequest } from '@app/platform';
import { type GatewayAccount } from '../../domain/accounts/gateway-account';
import { type ComparedRow, type GatewayPayout } from '../../domain/settlement-reports/settlement-report';
import { SettlementErrors } from '../../payments-control.errors';
import { PaymentErrors } from '../../payments.errors';
import { GatewayAccountRepository } from '../../repositories/accounts/gateway-account.repository';
import { GatewayPayoutRepository } from '../../repositories/settlement-reports/gateway-payout.repository';
import { SettlementRowRepository } from '../../repositories/settlement-reports/settlement-row.repository';
import { GATEWAY_ZONE } from './gateway-zone';

export interface PayoutCommand {
  accountId: string;
  /** The gateway's or the bank's number of it: one payout per account and reference. */
  reference: string;
  amount: Money;
  paidOn: LocalDate;
  /** Default: the bank. */
  bankAccount?: CashAccount;
  note?: string;
}

/** Money that a gateway sends to our bank: Dr bank, Cr the gateway's clearing account, once per reference. */
@Injectable()
export class GatewayPayouts {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly accounts: GatewayAccountRepository,
    private readonly payouts: GatewayPayoutRepository,
    private readonly rows: SettlementRowRepository,
    private readonly journal: CashJournal,
    private readonly audit: AuditLog,
  ) {}

  async list(request: ListRequest, accountId?: string): Promise<Page<GatewayPayout>> {
    return this.payouts.page(request, accountId);
  }

  /**
   * Records a payout; the same one again answers with what stands.
   *
   * @throws DomainError CORE_NOT_FOUND, PAYMENTS_CURRENCY_MISMATCH, PAYMENTS_AMOUNT_NOT_POSITIVE, SETTLEMENTS_PAYOUT_TAKEN,
   * BILLING_CASH_ACCOUNT_UNKNOWN
   */
  @Transactional()
  async record(command: PayoutCommand): Promise<GatewayPayout> {
    const { accountId: id, amount, note = '', bankAccount = CASH_ACCOUNTS.TRANSFER } = command;
    const account = await this.accounts.find(id);
    if (!account) throw CoreErrors.NOT_FOUND({ what: 'gateway account', id });
    if (amount.currency !== account.currency) throw PaymentErrors.CURRENCY_MISMATCH({ currency: account.currency });
    if (!amount.isPositive()) throw PaymentErrors.AMOUNT_NOT_POSITIVE({}, [{ path: 'amount', code: 'NOT_POSITIVE' }]);
    const payout = await this.draft(account, { ...command, bankAccount, note, amount: amount.amount });
    const done = await this.write(account, payout, null);
    if (done.amount !== payout.amount) throw SettlementErrors.PAYOUT_TAKEN();
    if (done.id === payout.id) {
      const subject = { type: 'gateway-payout', id: done.id };
      await this.audit.record({ action: 'gateway-payout.recorded', subject, siteId: account.siteId, after: done });
    }
    return done;
  }

  /** Those that reports tell of; what a person recorded under the same reference is the same payout. */
  async bookReported(account: GatewayAccount, rows: readonly (ComparedRow & { rowKey: string })[]): Promise<void> {
    const today = localDateOf(await this.clock.sample(), GATEWAY_ZONE);
    for (const row of rows) {
      const payout = await this.draft(account, {
        reference: row.providerRef ?? row.merchantOrderId ?? row.rowKey,
        paidOn: row.settledOn ?? row.paidOn ?? today,
        ...{ amount: row.gross, bankAccount: CASH_ACCOUNTS.TRANSFER, note: '' },
      });
      const done = await this.write(account, payout, row.id);
      const matched = done.amount === row.gross;
      await this.rows.settlePayout(row.id, matched ? 'MATCHED' : 'AMOUNT_DIFFERS', done.id);
    }
  }

  private async draft(
    { id: accountId, currency }: GatewayAccount,
    facts: Pick<GatewayPayout, 'reference' | 'amount' | 'paidOn' | 'bankAccount' | 'note'>,
  ): Promise<GatewayPayout> {
    const { reference, amount, paidOn, bankAccount, note } = facts;
    const recordedAt = await this.clock.sample();
    const recordedBy = this.actor.get().name;
    return { id: uuidv7(), accountId, currency, reference, amount, paidOn, bankAccount, note, recordedBy, recordedAt };
  }

  /** The payout that stands under this reference: this one, or the one that was there before. */
  private async write(account: GatewayAccount, payout: GatewayPayout, rowId: string | null): Promise<GatewayPayout> {
    const { id, currency, amount, bankAccount, paidOn } = payout;
    if (!(await this.payouts.insert(payout, rowId))) {
      return (await this.payouts.byReference(account.id, payout.reference)) ?? payout;
    }
    await this.journal.post({
      ...{ refType: 'GATEWAY_PAYOUT', refId: id, timeZone: GATEWAY_ZONE, currency },
      occurredAt: instantAt(paidOn, GATEWAY_ZONE),
      entries: [
        { account: bankAccount, amount },
        { account: account.cashAccount, amount: -amount },
      ],
    });
    return payout;
  }
}
