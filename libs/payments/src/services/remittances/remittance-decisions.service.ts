import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CashJournal } from '@app/billing';
import { CoreErrors } from '@app/core';
import { CurrentActor } from '@app/platform';
import { type Collector } from '../../domain/collectors/collector';
import { remittanceSums } from '../../domain/remittances/remittance-sums';
import { mayApprove } from '../../domain/remittances/separation';
import { CashErrors, CollectorErrors } from '../../payments-field.errors';
import { type CashDesk } from '../../repositories/cash-book/cash-desk.repository';
import { type Remittance, RemittanceRepository } from '../../repositories/remittances/remittance.repository';
import { CashDrawer } from '../cash-book/cash-drawer.service';
import { AccessHolds } from '../collectors/access-holds.service';
import { CollectorCash } from '../collectors/collector-cash.service';
import { CollectorCommissions } from './collector-commissions.service';
import { assertState, RemittanceReader, type RemittanceView } from './remittance-reader.service';

/** The word of the second person about a remittance. Every step holds the collector's lock. */
@Injectable()
export class RemittanceDecisions {
  constructor(
    private readonly remittances: RemittanceRepository,
    private readonly reader: RemittanceReader,
    private readonly drawer: CashDrawer,
    private readonly journal: CashJournal,
    private readonly commissions: CollectorCommissions,
    private readonly holds: AccessHolds,
    private readonly cash: CollectorCash,
    private readonly actor: CurrentActor,
  ) {}

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
    const { remittance, collector } = await this.reader.locked(id);
    assertState(remittance, ['COUNTED']);
    this.assertOther(remittance, collector);
    const desk = await this.drawer.received(remittance.countedBy ?? '', remittance.deskId, id);
    const { covered, shortage, counted } = remittance;
    const { surplus, credited } = remittanceSums({ covered, shortage, counted: counted ?? 0n });
    const by = await this.reader.hand();
    if (!(await this.remittances.approve(id, version, surplus, note, by))) throw CoreErrors.STALE_VERSION();
    await this.post(remittance, collector, desk, { surplus, credited, at: by.at });
    await this.commissions.accrue(collector, id, credited);
    const approved = await this.reader.noted(id, 'remittance.approved', remittance);
    await this.holds.end(approved.parts.map((part) => part.paymentId));
    await this.cash.watch(collector);
    return approved;
  }

  /** Its payments may be handed over another time. @throws as {@link approve} */
  @Transactional()
  async reject(id: string, version: number, note: string): Promise<RemittanceView> {
    const { remittance, collector } = await this.reader.locked(id);
    assertState(remittance, ['DECLARED', 'COUNTED']);
    if (collector.userId === this.actor.get().id) throw CollectorErrors.OWN_REMITTANCE();
    const by = await this.reader.hand();
    if (!(await this.remittances.reject(id, version, note, by))) throw CoreErrors.STALE_VERSION();
    return this.reader.noted(id, 'remittance.rejected', remittance);
  }

  private async post(
    { id, currency, counted }: Remittance,
    { cashAccount }: Collector,
    { account, timeZone }: CashDesk,
    { surplus, credited, at }: { surplus: bigint; credited: bigint; at: Date },
  ): Promise<void> {
    await this.journal.post({
      ...{ refType: 'REMITTANCE', refId: id, timeZone, occurredAt: at, currency },
      entries: [
        { account, amount: counted ?? 0n },
        { account: cashAccount, amount: -credited },
        { account: 'CASH_DIFFERENCE', amount: -surplus },
      ],
    });
  }

  private assertOther({ declaredBy, countedBy, declared, counted }: Remittance, { userId }: Collector): void {
    const { kind, id } = this.actor.get();
    if (kind !== 'user') throw CashErrors.PERSONS_ONLY();
    const hands = { collectorUserId: userId, declaredBy, countedBy: countedBy ?? '', declared, counted: counted ?? 0n };
    if (!mayApprove(id, hands)) throw CollectorErrors.OWN_REMITTANCE();
  }
}
