import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, DomainError } from '@app/core';
import { BackgroundJobs, type JobContext } from '@app/platform';
import { ImportErrors } from '../import/import.errors';
import { BatchCandidateRepository } from '../repositories/batch-candidate.repository';
import { PlacementRepository } from '../repositories/placement.repository';
import { CreateAccountsService } from './create-accounts.service';
import { IpPools } from './ip-pools.service';

/** Accounts for many subscriptions at once. */
export interface AccountBatch {
  /** Their router; this, or a group. */
  routerId?: string;
  routerGroupId?: string;
  /** A FIXED pool for their addresses. */
  ipPoolId?: string;
  /** An IPV6 pool for their prefixes. */
  ipv6PoolId?: string;
  /** Which ones; without it every subscription of the site that has a PPPoE plan and no account. */
  subscriptionIds?: string[];
  /** Needed without `subscriptionIds`. */
  siteId?: string;
}

/** How a batch ended. */
export interface BatchOutcome {
  created: number;
  /** Had an account already, or were ended meanwhile. */
  skipped: number;
  /** First of those that a rule refused, with its code. */
  failed: { subscriptionId: string; code: string }[];
  failedCount: number;
}

export const ACCOUNT_BATCH_JOB = { name: 'pppoe.create-accounts', queue: 'pppoe' } as const;
const CHUNK = 200;
const MOST_FAILURES = 100;

type BatchData = Omit<AccountBatch, 'subscriptionIds' | 'siteId'> & { subscriptionIds: string[] };

/**
 * Creates accounts in the background: chunk by chunk, each all or none; a chunk of which one breaks a rule goes one by one.
 * Repeating it is harmless: subscriptions that have an account are skipped.
 */
@Injectable()
export class AccountBatches {
  constructor(
    private readonly candidates: BatchCandidateRepository,
    private readonly creation: CreateAccountsService,
    private readonly places: PlacementRepository,
    private readonly pools: IpPools,
    private readonly jobs: BackgroundJobs,
  ) {}

  /** @returns the job, and how many subscriptions it is about; @throws DomainError CORE_NOT_FOUND, CORE_VALIDATION_FAILED */
  @Transactional()
  async start({ subscriptionIds, siteId, ...target }: AccountBatch): Promise<{ jobId: string; count: number }> {
    await this.checkTarget(target);
    const ids = subscriptionIds ? await this.named(subscriptionIds) : await this.candidates.ofSite(needed(siteId));
    const data: BatchData = { ...target, subscriptionIds: ids };
    return { jobId: await this.jobs.start({ ...ACCOUNT_BATCH_JOB, data }), count: ids.length };
  }

  async run({ subscriptionIds, ...target }: BatchData, context: JobContext): Promise<BatchOutcome> {
    const outcome: BatchOutcome = { created: 0, skipped: 0, failed: [], failedCount: 0 };
    for (let at = 0; at < subscriptionIds.length; at += CHUNK) {
      // why: the job comes back and skips what is done
      if (context.signal.aborted) throw ImportErrors.INTERRUPTED();
      const chunk = subscriptionIds.slice(at, at + CHUNK);
      const open = await this.candidates.without(chunk);
      outcome.skipped += chunk.length - open.length;
      await this.create(target, open, outcome);
      await context.progress(Math.floor(((at + chunk.length) * 100) / subscriptionIds.length));
    }
    return outcome;
  }

  private async create(
    target: Omit<BatchData, 'subscriptionIds'>,
    ids: readonly string[],
    outcome: BatchOutcome,
  ): Promise<void> {
    if (ids.length === 0) return;
    try {
      await this.creation.createMany(ids.map((subscriptionId) => ({ ...target, subscriptionId })));
      outcome.created += ids.length;
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      const [first] = ids;
      if (ids.length > 1) {
        const middle = Math.ceil(ids.length / 2);
        await this.create(target, ids.slice(0, middle), outcome);
        await this.create(target, ids.slice(middle), outcome);
        return;
      }
      outcome.failedCount += 1;
      if (outcome.failed.length < MOST_FAILURES) outcome.failed.push({ subscriptionId: first ?? '', code: error.code });
    }
  }

  /** What the job will use has to be the caller's: it runs for the system. */
  private async checkTarget({ routerId, routerGroupId, ipPoolId, ipv6PoolId }: AccountBatch): Promise<void> {
    if (routerId !== undefined && !(await this.places.routers([routerId])).has(routerId)) {
      throw CoreErrors.NOT_FOUND({ what: 'router', id: routerId });
    }
    if (routerGroupId !== undefined && !(await this.places.isGroup(routerGroupId))) {
      throw CoreErrors.NOT_FOUND({ what: 'router group', id: routerGroupId });
    }
    for (const id of [ipPoolId, ipv6PoolId]) if (id !== undefined) await this.pools.get(id);
  }

  private async named(ids: readonly string[]): Promise<string[]> {
    const unique = [...new Set(ids)];
    const known = await this.places.subscriptions(unique);
    const missing = unique.find((id) => !known.has(id));
    if (missing !== undefined) throw CoreErrors.NOT_FOUND({ what: 'subscription', id: missing });
    return unique;
  }
}

function needed(siteId: string | undefined): string {
  if (siteId !== undefined) return siteId;
  const message = { id: 'isi subscriptionIds atau siteId', en: 'give subscriptionIds or siteId' };
  throw CoreErrors.VALIDATION_FAILED({}, [{ path: 'siteId', code: 'REQUIRED', message }]);
}
