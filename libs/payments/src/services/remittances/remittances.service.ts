import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Money, type Page, uuidv7 } from '@app/core';
import { CurrentActor } from '@app/platform';
import { type Collector } from '../../domain/collectors/collector';
import { PaymentErrors } from '../../payments.errors';
import { CollectorErrors } from '../../payments-field.errors';
import { CollectorRepository } from '../../repositories/collectors/collector.repository';
import { CollectorPaymentRepository } from '../../repositories/collectors/collector-payment.repository';
import {
  type Remittance,
  type RemittanceFilter,
  RemittanceRepository,
} from '../../repositories/remittances/remittance.repository';
import { CashDesks } from '../cash-book/cash-desks.service';
import { CollectorCash } from '../collectors/collector-cash.service';
import { CollectorsService } from '../collectors/collectors.service';
import { assertState, RemittanceReader, type RemittanceView } from './remittance-reader.service';

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

/** Setoran: declared, counted, approved by another (payments.md 12.1). Every step holds the collector's lock. */
@Injectable()
export class Remittances {
  constructor(
    private readonly remittances: RemittanceRepository,
    private readonly reader: RemittanceReader,
    private readonly collectors: CollectorsService,
    private readonly rows: CollectorRepository,
    private readonly payments: CollectorPaymentRepository,
    private readonly desks: CashDesks,
    private readonly cash: CollectorCash,
    private readonly actor: CurrentActor,
  ) {}

  async list(filter: RemittanceFilter): Promise<Page<Remittance>> {
    return this.remittances.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<RemittanceView> {
    return this.reader.get(id);
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
    const made = await this.remittances.insert(
      { ...row, declared: command.declared.amount },
      await this.reader.hand(),
      parts,
    );
    if (!made) throw CollectorErrors.REMITTANCE_OPEN();
    return this.reader.noted(id, 'remittance.declared');
  }

  /**
   * What the desk counted; counting again corrects it until it is approved. Never by the collector.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, COLLECTORS_REMITTANCE_STATE, COLLECTORS_OWN_REMITTANCE
   */
  @Transactional()
  async count(id: string, version: number, counted: Money): Promise<RemittanceView> {
    const { remittance, collector } = await this.reader.locked(id);
    assertMoney(counted, collector);
    if (collector.userId === this.actor.get().id) throw CollectorErrors.OWN_REMITTANCE();
    assertState(remittance, ['DECLARED', 'COUNTED']);
    if (!(await this.remittances.count(id, version, counted.amount, await this.reader.hand())))
      throw CoreErrors.STALE_VERSION();
    return this.reader.noted(id, 'remittance.counted', remittance);
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
}

function assertMoney({ amount, currency }: Money, collector: Collector): void {
  if (amount <= 0n) throw PaymentErrors.AMOUNT_NOT_POSITIVE();
  if (currency !== collector.currency) throw PaymentErrors.CURRENCY_MISMATCH({ currency: collector.currency });
}
