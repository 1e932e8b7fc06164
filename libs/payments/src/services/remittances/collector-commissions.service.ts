import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CashJournal } from '@app/billing';
import { formatAmount, type Money, type Page, uuidv7 } from '@app/core';
import { AuditLog, CurrentActor, DatabaseClock, type ListRequest } from '@app/platform';
import { type Collector } from '../../domain/collectors/collector';
import { commissionOf } from '../../domain/collectors/commission';
import { PaymentErrors } from '../../payments.errors';
import { CollectorErrors } from '../../payments-field.errors';
import { CollectorRepository } from '../../repositories/collectors/collector.repository';
import {
  type CollectorAccrual,
  CollectorCommissionRepository,
  type CollectorPayout,
} from '../../repositories/remittances/collector-commission.repository';
import { CashDesks } from '../cash-book/cash-desks.service';

/** What collectors earn: basis points of the money that they handed over, not of what they collected (payments.md 12.1). */
@Injectable()
export class CollectorCommissions {
  constructor(
    private readonly commissions: CollectorCommissionRepository,
    private readonly collectors: CollectorRepository,
    private readonly journal: CashJournal,
    private readonly desks: CashDesks,
    private readonly actor: CurrentActor,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
  ) {}

  async accruals(request: ListRequest, collectorId: string): Promise<Page<CollectorAccrual>> {
    return this.commissions.page(request, collectorId);
  }

  async balance(collectorId: string): Promise<{ accrued: bigint; paid: bigint; owed: bigint }> {
    const { accrued, paid } = await this.commissions.owed(collectorId);
    return { accrued, paid, owed: accrued - paid };
  }

  /** For a remittance that was just approved, under the collector's lock. */
  async accrue(collector: Collector, remittanceId: string, base: bigint): Promise<void> {
    if (collector.commissionBp > 0) await this.write(collector, { remittanceId }, base, collector.commissionBp);
  }

  /** For a handed-over payment that is taken back: at the rate that it earned. Under the collector's lock. */
  async takeBack(collector: Collector, of: { remittanceId: string; reversalId: string }, base: bigint): Promise<void> {
    const rate = await this.commissions.rateOf(of.remittanceId);
    if (rate !== undefined) await this.write(collector, { reversalId: of.reversalId }, -base, rate);
  }

  /**
   * Pays a collector out of a desk; never more than he is owed.
   *
   * @throws DomainError COLLECTORS_COMMISSION_TOO_LOW, COLLECTORS_OWN_REMITTANCE for his own, PAYMENTS_AMOUNT_NOT_POSITIVE,
   * PAYMENTS_CURRENCY_MISMATCH, CASH_DAY_CLOSED, CORE_NOT_FOUND
   */
  @Transactional()
  async pay(
    collector: Collector,
    { amount, currency }: Money,
    deskId: string | undefined,
    note: string,
  ): Promise<CollectorPayout> {
    const { id: paidBy, name: paidByName } = this.actor.get();
    if (paidBy === collector.userId) throw CollectorErrors.OWN_REMITTANCE();
    if (amount <= 0n) throw PaymentErrors.AMOUNT_NOT_POSITIVE();
    if (currency !== collector.currency) throw PaymentErrors.CURRENCY_MISMATCH({ currency: collector.currency });
    await this.collectors.lock(collector.id);
    const { owed } = await this.balance(collector.id);
    if (amount > owed) throw CollectorErrors.COMMISSION_TOO_LOW({ owed: formatAmount(owed, currency) });
    const desk = deskId === undefined ? await this.desks.ofSite(collector.siteId) : await this.desks.get(deskId);
    await this.desks.hold(desk);
    const paidAt = await this.clock.sample();
    const row = {
      id: uuidv7(),
      collectorId: collector.id,
      deskId: desk.id,
      amount,
      currency,
      note,
      paidAt,
      paidBy,
      paidByName,
    };
    await this.commissions.insertPayout(row);
    await this.journal.post({
      ...{ refType: 'CASH_MOVEMENT', refId: row.id, timeZone: collector.timeZone, occurredAt: paidAt, currency },
      entries: [
        { account: 'COLLECTOR_COMMISSION_PAYABLE', amount },
        { account: desk.account, amount: -amount },
      ],
    });
    const subject = { type: 'collector', id: collector.id };
    await this.audit.record({ action: 'collector.commission-paid', subject, siteId: collector.siteId, after: row });
    return row;
  }

  private async write(
    { id: collectorId, currency, timeZone }: Collector,
    of: { remittanceId?: string; reversalId?: string },
    base: bigint,
    rateBp: number,
  ): Promise<void> {
    const amount = commissionOf(await this.commissions.curve(collectorId, rateBp), base, rateBp);
    const id = uuidv7();
    const accruedAt = await this.clock.sample();
    const { remittanceId = null, reversalId = null } = of;
    const row = { id, collectorId, remittanceId, reversalId, base, rateBp, amount, currency, accruedAt };
    await this.commissions.insert(row);
    await this.journal.post({
      ...{ refType: 'CASH_MOVEMENT', refId: id, timeZone, occurredAt: accruedAt, currency },
      entries: [
        { account: 'COLLECTOR_COMMISSION', amount },
        { account: 'COLLECTOR_COMMISSION_PAYABLE', amount: -amount },
      ],
    });
  }
}
