import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CashAccounts } from '@app/billing';
import { CoreErrors, formatAmount, given, type Page, uuidv7 } from '@app/core';
import { AccessErrors, SitesService } from '@app/iam';
import { AuditLog, CurrentActor, DatabaseClock, type ListRequest } from '@app/platform';
import { type Collector, collectorAccount } from '../../domain/collectors/collector';
import { CollectorErrors } from '../../payments-field.errors';
import {
  type CashInHand,
  type CollectorPatch,
  CollectorRepository,
} from '../../repositories/collectors/collector.repository';
import { CollectorCash, emptyHand, isOverLimit, isTooOld } from './collector-cash.service';

export interface NewCollector extends CollectorPatch {
  siteId: string;
  userId: string;
  /** Part of the name of his account; for good. */
  code: string;
}

/** A collector with what he holds. */
export interface CollectorView extends Collector {
  hand: CashInHand;
  overLimit: boolean;
  tooOld: boolean;
}

/** The users who go round and take money (payments.md 12.1). */
@Injectable()
export class CollectorsService {
  constructor(
    private readonly collectors: CollectorRepository,
    private readonly cash: CollectorCash,
    private readonly accounts: CashAccounts,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
  ) {}

  /** Three statements, however long the page is. */
  async list(request: ListRequest, filter: { siteId?: string; active?: boolean }): Promise<Page<CollectorView>> {
    const page = await this.collectors.page(request, filter);
    const hands = await this.cash.ofMany(page.items.map(({ id }) => id));
    const now = await this.clock.sample();
    return { ...page, items: page.items.map((one) => viewOf(one, hands.get(one.id) ?? emptyHand(one.id), now)) };
  }

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<CollectorView> {
    const collector = await this.find(id);
    return viewOf(collector, await this.cash.of(id), await this.clock.sample());
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async find(id: string): Promise<Collector> {
    const collector = await this.collectors.find(id);
    if (!collector) throw CoreErrors.NOT_FOUND({ what: 'collector', id });
    return collector;
  }

  /** The collector that the caller is. @throws DomainError COLLECTORS_NOT_A_COLLECTOR */
  async me(): Promise<Collector> {
    const collector = await this.collectors.ofUser(this.actor.get().id);
    if (!collector) throw CollectorErrors.NOT_A_COLLECTOR();
    return collector;
  }

  /**
   * With the account that his cash lies on.
   *
   * @throws DomainError CORE_NOT_FOUND for a site or a user out of scope or of another site, COLLECTORS_CODE_TAKEN,
   * COLLECTORS_USER_TAKEN, IAM_SCOPE_TOO_NARROW
   */
  @Transactional()
  async create({ siteId, userId, code, ...given }: NewCollector): Promise<CollectorView> {
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    await this.sites.get(siteId);
    const candidate = await this.collectors.candidate(userId, siteId);
    if (!candidate) throw CoreErrors.NOT_FOUND({ what: 'user', id: userId });
    const cashAccount = collectorAccount(code);
    await this.accounts.add(cashAccount, `Kas penagih ${code}`).catch(() => {
      throw CollectorErrors.CODE_TAKEN({ code });
    });
    const id = uuidv7();
    const { currency } = candidate;
    const taken = await this.collectors.insert({
      ...DEFAULTS,
      ...given,
      id,
      siteId,
      userId,
      code,
      cashAccount,
      currency,
    });
    if (taken) throw taken === 'user' ? CollectorErrors.USER_TAKEN() : CollectorErrors.CODE_TAKEN({ code });
    const made = await this.get(id);
    await this.audit.record({ action: 'collector.created', subject: { type: 'collector', id }, siteId, after: made });
    return made;
  }

  /**
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, IAM_SCOPE_TOO_NARROW, COLLECTORS_HOLDS_CASH for one who is to go
   * while he holds cash
   */
  @Transactional()
  async update(id: string, version: number, patch: CollectorPatch): Promise<CollectorView> {
    const before = await this.find(id);
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    await this.collectors.lock(id);
    if (patch.active === false) await this.assertEmpty(before);
    const { active, acceptsPartial, limitAmount, overLimitPolicy, maxAgeDays, commissionBp } = {
      ...before,
      ...given(patch),
    };
    const row = { active, acceptsPartial, limitAmount, overLimitPolicy, maxAgeDays, commissionBp };
    if (!(await this.collectors.update(id, version, row))) throw CoreErrors.STALE_VERSION();
    const after = await this.get(id);
    const subject = { type: 'collector', id };
    await this.audit.record({ action: 'collector.changed', subject, siteId: before.siteId, before, after });
    await this.cash.watch(after, after.hand);
    return after;
  }

  private async assertEmpty({ id, currency }: Collector): Promise<void> {
    const { inHand } = await this.cash.of(id);
    if (inHand !== 0n) throw CollectorErrors.HOLDS_CASH({ inHand: formatAmount(inHand, currency) });
  }
}

const DEFAULTS: Required<CollectorPatch> = {
  ...{
    active: true,
    acceptsPartial: true,
    limitAmount: null,
    overLimitPolicy: 'WARN',
    maxAgeDays: null,
    commissionBp: 0,
  },
};

const viewOf = (collector: Collector, hand: CashInHand, now: Date): CollectorView => ({
  ...collector,
  ...{ hand, overLimit: isOverLimit(collector, hand), tooOld: isTooOld(collector, hand, now) },
});
