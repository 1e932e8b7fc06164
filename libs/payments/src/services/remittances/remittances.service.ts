import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CashJournal } from '@app/billing';
import { CoreErrors, type Money, type Page, uuidv7 } from '@app/core';
import { AuditLog, CurrentActor, DatabaseClock } from '@app/platform';
import { type Collector } from '../../domain/collectors/collector';
import { remittanceSums } from '../../domain/remittances/remittance-sums';
import { mayApprove } from '../../domain/remittances/separation';
import { PaymentErrors } from '../../payments.errors';
import { CashErrors, CollectorErrors } from '../../payments-field.errors';
import { CashClosingRepository } from '../../repositories/cash-book/cash-closing.repository';
import { CollectorRepository } from '../../repositories/collectors/collector.repository';
import { CollectorPaymentRepository } from '../../repositories/collectors/collector-payment.repository';
import {
  type Hand,
  type Remittance,
  type RemittanceFilter,
  type RemittancePart,
  RemittanceRepository,
} from '../../repositories/remittances/remittance.repository';
import { CashDesks } from '../cash-book/cash-desks.service';
import { AccessHolds } from '../collectors/access-holds.service';
import { CollectorCash } from '../collectors/collector-cash.service';
import { CollectorsService } from '../collectors/collectors.service';
import { CollectorCommissions } from './collector-commissions.service';

export interface DeclareCommand {
  /** Default: the caller. */
  collectorId?: string;
  declared: Money;
  /** Default: everything in hand. */
  paymentIds?: readonly string[];
  /** Default: the desk of his site. */
  deskId?: string;
  note?: string;
}

export interface RemittanceView extends Remittance {
  parts: RemittancePart[];
}

/** Setoran: declared, counted, approved by another (payments.md 12.1). Every step holds the collector's lock. */
@Injectable()
export class Remittances {
  constructor(
    private readonly remittances: RemittanceRepository,
    private readonly collectors: CollectorsService,
    private readonly rows: CollectorRepository,
    private readonly payments: CollectorPaymentRepository,
    private readonly closings: CashClosingRepository,
    private readonly desks: CashDesks,
    private readonly journal: CashJournal,
    private readonly commissions: CollectorCommissions,
    private readonly holds: AccessHolds,
    private readonly cash: CollectorCash,
    private readonly actor: CurrentActor,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
  ) {}

  async list(filter: RemittanceFilter): Promise<Page<Remittance>> {
    return this.remittances.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<RemittanceView> {
    return { ...(await this.find(id)), parts: await this.remittances.parts(id) };
  }

  /**
   * What a collector says that he hands over; for another one it takes `remittance:count`.
   *
   * @throws DomainError CORE_NOT_FOUND, COLLECTORS_NOT_A_COLLECTOR, COLLECTORS_REMITTANCE_OPEN, COLLECTORS_NOTHING_TO_REMIT,
   * COLLECTORS_NOT_IN_HAND, PAYMENTS_AMOUNT_NOT_POSITIVE, PAYMENTS_CURRENCY_MISMATCH
   */
  @Transactional()
  async declare(command: DeclareCommand): Promise<RemittanceView> {
    const collector = await this.collectorOf(command.collectorId);
    assertMoney(command.declared, collector);
    await this.rows.lock(collector.id);
    const desk =
      command.deskId === undefined ? await this.desks.ofSite(collector.siteId) : await this.desks.get(command.deskId);
    const parts = await this.partsOf(collector, command.paymentIds);
    const covered = parts.reduce((sum, { net }) => sum + net, 0n);
    const { shortage } = await this.cash.of(collector.id);
    if (covered + shortage <= 0n) throw CollectorErrors.NOTHING_TO_REMIT();
    const id = uuidv7();
    const { siteId, currency } = collector;
    const row = {
      id,
      collectorId: collector.id,
      siteId,
      deskId: desk.id,
      currency,
      covered,
      shortage,
      note: command.note ?? '',
    };
    const made = await this.remittances.insert({ ...row, declared: command.declared.amount }, await this.hand(), parts);
    if (!made) throw CollectorErrors.REMITTANCE_OPEN();
    return this.noted(id, 'remittance.declared');
  }

  /**
   * What the desk counted; counting again corrects it until it is approved. Never by the collector.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, COLLECTORS_REMITTANCE_STATE, COLLECTORS_OWN_REMITTANCE
   */
  @Transactional()
  async count(id: string, version: number, counted: Money): Promise<RemittanceView> {
    const { remittance, collector } = await this.locked(id);
    assertMoney(counted, collector);
    if (collector.userId === this.actor.get().id) throw CollectorErrors.OWN_REMITTANCE();
    assertState(remittance, ['DECLARED', 'COUNTED']);
    if (!(await this.remittances.count(id, version, counted.amount, await this.hand())))
      throw CoreErrors.STALE_VERSION();
    return this.noted(id, 'remittance.counted', remittance);
  }

  /**
   * The money is the desk's: its payments are handed over for good, what lacks stays on the collector's account, what is
   * too much goes to the differences, he earns his commission, held access comes back.
   *
   * @param version the one that the approver saw
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, COLLECTORS_REMITTANCE_STATE, COLLECTORS_OWN_REMITTANCE,
   * CASH_DAY_CLOSED, CASH_PERSONS_ONLY
   */
  @Transactional()
  async approve(id: string, version: number, note = ''): Promise<RemittanceView> {
    const { remittance, collector } = await this.locked(id);
    assertState(remittance, ['COUNTED']);
    const { covered, shortage, declared, declaredBy, countedBy } = remittance;
    const counted = remittance.counted ?? 0n;
    this.assertOther({ collectorUserId: collector.userId, declaredBy, countedBy: countedBy ?? '', declared, counted });
    const shift = await this.closings.holdOpen(countedBy ?? '');
    const desk = await this.desks.byId(remittance.deskId);
    await this.desks.hold(desk);
    const { surplus, credited } = remittanceSums({ covered, shortage, counted });
    const by = await this.hand();
    if (!(await this.remittances.approve(id, version, surplus, note, by))) throw CoreErrors.STALE_VERSION();
    await this.journal.post({
      ...{
        refType: 'REMITTANCE',
        refId: id,
        timeZone: desk.timeZone,
        occurredAt: by.at,
        currency: remittance.currency,
      },
      entries: [
        { account: desk.account, amount: counted },
        { account: collector.cashAccount, amount: -credited },
        { account: 'CASH_DIFFERENCE', amount: -surplus },
      ],
    });
    await this.commissions.accrue(collector, id, credited);
    if (shift?.deskId === desk.id) await this.closings.addRemittance(shift.id, id);
    const approved = await this.noted(id, 'remittance.approved', remittance);
    await this.holds.end(approved.parts.map((part) => part.paymentId));
    await this.cash.watch(collector);
    return approved;
  }

  /** Its payments may be handed over another time. @throws as {@link approve} */
  @Transactional()
  async reject(id: string, version: number, note: string): Promise<RemittanceView> {
    const { remittance } = await this.locked(id);
    assertState(remittance, ['DECLARED', 'COUNTED']);
    if (!(await this.remittances.reject(id, version, note, await this.hand()))) throw CoreErrors.STALE_VERSION();
    return this.noted(id, 'remittance.rejected', remittance);
  }

  private async collectorOf(id: string | undefined): Promise<Collector> {
    if (id === undefined) return this.collectors.me();
    const collector = await this.collectors.find(id);
    const { id: userId, permissions } = this.actor.get();
    if (collector.userId !== userId && !permissions.has('remittance:count')) throw CollectorErrors.NOT_A_COLLECTOR();
    return collector;
  }

  private async partsOf({ id }: Collector, wanted?: readonly string[]): Promise<{ paymentId: string; net: bigint }[]> {
    const ids = wanted === undefined ? null : [...new Set(wanted)];
    const found = (await this.payments.toRemit(id, ids)).filter(({ net }) => net > 0n);
    if (ids !== null && found.length !== ids.length) throw CollectorErrors.NOT_IN_HAND();
    return found;
  }

  private async locked(id: string): Promise<{ remittance: Remittance; collector: Collector }> {
    const { collectorId } = await this.find(id);
    await this.rows.lock(collectorId);
    return { remittance: await this.find(id), collector: await this.collectors.find(collectorId) };
  }

  private async find(id: string): Promise<Remittance> {
    const remittance = await this.remittances.find(id);
    if (!remittance) throw CoreErrors.NOT_FOUND({ what: 'remittance', id });
    return remittance;
  }

  private assertOther(hands: Parameters<typeof mayApprove>[1]): void {
    const { kind, id } = this.actor.get();
    if (kind !== 'user') throw CashErrors.PERSONS_ONLY();
    if (!mayApprove(id, hands)) throw CollectorErrors.OWN_REMITTANCE();
  }

  private async hand(): Promise<Hand> {
    const { id, name } = this.actor.get();
    return { id, name, at: await this.clock.sample() };
  }

  private async noted(id: string, action: string, before?: Remittance): Promise<RemittanceView> {
    const after = await this.get(id);
    await this.audit.record({ action, subject: { type: 'remittance', id }, siteId: after.siteId, before, after });
    return after;
  }
}

function assertMoney({ amount, currency }: Money, collector: Collector): void {
  if (amount <= 0n) throw PaymentErrors.AMOUNT_NOT_POSITIVE();
  if (currency !== collector.currency) throw PaymentErrors.CURRENCY_MISMATCH({ currency: collector.currency });
}

function assertState({ state }: Remittance, allowed: readonly Remittance['state'][]): void {
  if (!allowed.includes(state)) throw CollectorErrors.REMITTANCE_STATE({ state });
}
