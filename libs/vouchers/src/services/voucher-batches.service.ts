import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page, uuidv7 } from '@app/core';
import { AccessErrors } from '@app/iam';
import { AuditLog, BackgroundJobs, CurrentActor, DatabaseClock } from '@app/platform';
import { checkCodeStyle, type CodeStyle } from '../domain/code-style';
import { type HotspotProfile } from '../domain/hotspot-profile';
import { type Provisioning, type VoucherBatch } from '../domain/voucher-batch';
import { BatchOwners } from '../resellers/services/batch-owners.service';
import { VoucherErrors } from '../vouchers.errors';
import {
  type NewBatch,
  type VoucherBatchFilter,
  VoucherBatchRepository,
} from '../repositories/voucher-batch.repository';
import { HotspotProfiles } from './hotspot-profiles.service';
import { type MakeVouchers } from './make-vouchers.service';
import { VoucherMarks } from './voucher-marks.service';

export interface StartBatch {
  profileId: string;
  name: string;
  quantity: number;
  style: CodeStyle;
  provisioning: Provisioning;
  /** Whose vouchers they are; default: the house's. */
  resellerId: string | null;
  /** Only on this router. */
  routerId: string | null;
  /** Not after, on top of the package's validity. */
  validUntil: Date | null;
  /** In the place of the package's, in booking units. */
  costAmount?: bigint;
  priceAmount?: bigint;
  idempotencyKey?: string;
}

/** Of the house itself: what resellers get is paid from their wallets. */
export type HouseBatch = Omit<StartBatch, 'resellerId'>;

export const MAKE_VOUCHERS_JOB = { name: 'vouchers.make-batch', queue: 'vouchers' } as const;

/** Batches of vouchers: ordered here, made by a job, visible all at once or not at all (requirement 19). */
@Injectable()
export class VoucherBatches {
  constructor(
    private readonly batches: VoucherBatchRepository,
    private readonly profiles: HotspotProfiles,
    private readonly owners: BatchOwners,
    private readonly jobs: BackgroundJobs,
    private readonly marks: VoucherMarks,
    private readonly actor: CurrentActor,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
  ) {}

  async list(filter: VoucherBatchFilter): Promise<Page<VoucherBatch>> {
    return this.batches.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<VoucherBatch> {
    const batch = await this.batches.find(id);
    if (!batch) throw CoreErrors.NOT_FOUND({ what: 'voucher batch', id });
    return batch;
  }

  /**
   * The terms are copied from the package. The same key again answers with the batch of the first time.
   *
   * @throws DomainError CORE_NOT_FOUND (package, router), IAM_SCOPE_TOO_NARROW for anybody but the house,
   * VOUCHERS_PROFILE_RETIRED, VOUCHERS_CODE_TOO_SHORT, VOUCHERS_ROUTER_OF_OTHER_SITE, VOUCHERS_KEY_REUSED
   */
  @Transactional()
  async start(order: HouseBatch): Promise<VoucherBatch> {
    await this.profiles.get(order.profileId);
    // why: what a reseller pays for a batch stands in his price list, which is not his to write
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    return this.place({ ...order, resellerId: null });
  }

  /**
   * The same for anybody's batch, once prices are decided: a purchase from a reseller's wallet. @throws as {@link start},
   * CORE_NOT_FOUND (reseller)
   */
  @Transactional()
  async place(order: StartBatch): Promise<VoucherBatch> {
    const profile = await this.profiles.get(order.profileId);
    await this.check(order, profile);
    const { id: createdBy, name: createdByName } = this.actor.get();
    const batch = { ...rowOf(order, profile), createdBy, createdByName, createdAt: await this.clock.sample() };
    if (order.idempotencyKey !== undefined) batch.idempotencyKey = `${createdBy}:${order.idempotencyKey}`;
    if (!(await this.batches.insert(batch))) return this.again(batch);
    const { id, siteId, quantity, style } = batch;
    const data: MakeVouchers = { batchId: id, quantity, style };
    await this.batches.setJob(id, await this.jobs.start({ ...MAKE_VOUCHERS_JOB, data }));
    const after = await this.get(id);
    await this.audit.record({ action: 'voucher-batch.ordered', subject: { type: 'voucher-batch', id }, siteId, after });
    return after;
  }

  /**
   * Voids what nobody has bought or used of it; one that is being made stops, and nothing of it stays.
   *
   * @returns the batch, and how many vouchers were voided @throws DomainError CORE_NOT_FOUND, VOUCHERS_BATCH_STATE
   */
  @Transactional()
  async void(id: string, reason: string): Promise<{ batch: VoucherBatch; voided: number }> {
    const before = await this.get(id);
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    const stopped = await this.batches.giveUp(id, 'VOID');
    const voided = stopped ? 0 : await this.batches.void(id, reason);
    if (voided === undefined) throw VoucherErrors.BATCH_STATE({ state: before.state });
    if (!stopped) await this.marks.batch(id);
    const batch = await this.get(id);
    await this.owners.giveBack(batch, stopped ? batch.quantity : voided);
    const subject = { type: 'voucher-batch', id };
    const after = { state: batch.state, voided, reason };
    await this.audit.record({
      ...{ action: 'voucher-batch.voided', subject, siteId: batch.siteId },
      ...{ before: { state: before.state }, after },
    });
    return { batch, voided };
  }

  /** Nothing of it stays. For the job, when a batch cannot be made. */
  @Transactional()
  async fail(id: string): Promise<void> {
    if (!(await this.batches.giveUp(id, 'FAILED'))) return;
    const batch = await this.get(id);
    const { siteId } = batch;
    await this.owners.giveBack(batch, batch.quantity);
    const subject = { type: 'voucher-batch', id };
    await this.audit.record({ action: 'voucher-batch.failed', subject, siteId, after: { state: 'FAILED' } });
  }

  private async check(order: StartBatch, profile: HotspotProfile): Promise<void> {
    if (profile.status !== 'ACTIVE') throw VoucherErrors.PROFILE_RETIRED();
    const style = checkCodeStyle(order.style, order.quantity);
    if (!style.ok) throw VoucherErrors.CODE_TOO_SHORT({ length: style.error.leastLength });
    if (order.resellerId !== null) {
      const siteId = await this.owners.siteOf(order.resellerId);
      if (siteId !== profile.siteId) throw CoreErrors.NOT_FOUND({ what: 'reseller', id: order.resellerId });
    }
    if (order.routerId === null) return;
    const same = await this.batches.isRouterOf(order.routerId, profile.siteId);
    if (same === undefined) throw CoreErrors.NOT_FOUND({ what: 'router', id: order.routerId });
    if (!same) throw VoucherErrors.ROUTER_OF_OTHER_SITE();
  }

  private async again({ idempotencyKey, profileId, quantity, name }: NewBatch): Promise<VoucherBatch> {
    const first = idempotencyKey === null ? undefined : await this.batches.byKey(idempotencyKey);
    const same = first?.profileId === profileId && first.quantity === quantity && first.name === name;
    if (!same) throw VoucherErrors.KEY_REUSED();
    return first;
  }
}

function rowOf(
  order: StartBatch,
  profile: HotspotProfile,
): Omit<NewBatch, 'createdBy' | 'createdByName' | 'createdAt'> {
  const { profileId, resellerId, routerId, name, style, quantity, provisioning, validUntil } = order;
  const { siteId, validityMinutes, uptimeLimitSeconds, dataLimitBytes, currency } = profile;
  return {
    ...{ id: uuidv7(), siteId, profileId, resellerId, routerId, name, style, quantity, provisioning },
    ...{ validityMinutes, validUntil, uptimeLimitSeconds, dataLimitBytes, currency, idempotencyKey: null },
    costAmount: order.costAmount ?? profile.costAmount,
    priceAmount: order.priceAmount ?? profile.priceAmount,
  };
}
