import { Injectable, Logger } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { SitesService } from '@app/iam';
import { BillingConfig } from '../billing.config';
import { type BillingRun, BillingRunRepository, type RunTrigger } from '../repositories/billing-run.repository';
import { type ClaimedAccount, DueBatchRepository } from '../repositories/due-batch.repository';
import { BillingBatch, type BatchResult } from './billing-batch.service';
import { type BillingRunContext, BillingRunContexts } from './billing-run-context.service';
import { BillingRunGuard } from './billing-run-guard.service';
import { PoisonHunt } from './poison-hunt.service';

/** Every id sorts after this one. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export interface BillingRunRequest {
  /** Frozen for the whole run; default: the database's clock. */
  asOf?: Date;
  /** Default: every site. */
  siteId?: string;
  trigger: RunTrigger;
  /** Who asked, for the record. */
  requestedBy: string;
  /** Stops claiming when aborted; the batches in hand are committed. */
  signal?: AbortSignal;
  /** Told after every batch how many customers are done, out of those that were due at the start. */
  onProgress?: (done: number, due: number) => Promise<void>;
}

/** `run` is null when nothing was due: then nothing was written. */
export interface BillingRunOutcome {
  asOf: Date;
  run: BillingRun | null;
}

interface Cursor {
  after: string;
  ended: boolean;
  /** Claims follow each other, so that no two lanes look at the same stretch. */
  turn: Promise<void>;
}

/**
 * Turns due subscriptions into invoices (billing.md 1.4, 1.11). Running it twice, side by side or after a crash writes
 * each invoice once, without a gap in the numbers, and leaves the ledger balanced.
 */
@Injectable()
export class BillingRunService {
  private readonly logger = new Logger(BillingRunService.name);

  constructor(
    private readonly runs: BillingRunRepository,
    private readonly due: DueBatchRepository,
    private readonly batch: BillingBatch,
    private readonly contexts: BillingRunContexts,
    private readonly guard: BillingRunGuard,
    private readonly hunt: PoisonHunt,
    private readonly sites: SitesService,
    private readonly config: BillingConfig,
  ) {}

  /**
   * @throws DomainError of {@link BillingRunGuard.choose}; any other error ends the run as FAILED after the batches that
   * were committed, and the next run goes on from there
   */
  async run(request: BillingRunRequest): Promise<BillingRunOutcome> {
    const siteId = request.siteId ?? null;
    const asOf = await this.guard.choose(request.asOf, siteId, false);
    if (!(await this.runs.anythingDue(asOf, siteId))) return { asOf, run: null };
    const currency = siteId === null ? 'IDR' : (await this.sites.get(siteId)).currency;
    await this.contexts.makeRoom(asOf);
    const { trigger, requestedBy } = request;
    const id = uuidv7();
    await this.runs.open({ id, asOf, siteId, trigger, requestedBy, currency });
    const context = this.contexts.create(id, { asOf, siteId }, currency, request.signal);
    try {
      await this.work(context, request.onProgress);
    } catch (error) {
      await this.fail(id, error);
      throw error;
    }
    const run = await this.runs.close(id, request.signal?.aborted === true ? 'STOPPED' : 'COMPLETED', null);
    this.report(run);
    return { asOf, run };
  }

  private async work(context: BillingRunContext, onProgress: BillingRunRequest['onProgress']): Promise<void> {
    const total = onProgress ? await this.due.countDue(context.filter) : 0;
    let done = 0;
    const finished = async (results: readonly BatchResult[]): Promise<void> => {
      done += results.reduce((sum, result) => sum + result.customers, 0);
      await onProgress?.(done, total);
    };
    const cursor: Cursor = { after: FIRST_ID, ended: false, turn: Promise.resolve() };
    const lanes = Array.from({ length: this.config.lanes }, () => this.lane(context, cursor, finished));
    const outcomes = await Promise.allSettled(lanes);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Claims batch after batch until the cursor has passed the last due account. */
  private async lane(
    context: BillingRunContext,
    cursor: Cursor,
    finished: (results: readonly BatchResult[]) => Promise<void>,
  ): Promise<void> {
    while (!cursor.ended && context.signal?.aborted !== true) {
      let claimed: string[] = [];
      try {
        const result = await this.batch.run(context, async () => {
          const accounts = await this.claimNext(context, cursor);
          claimed = accounts.map((account) => account.customerId);
          return accounts;
        });
        await finished([result]);
      } catch (error) {
        try {
          if (claimed.length === 0) throw error;
          await finished(await this.hunt.settle(context, claimed, error));
        } catch (fatal) {
          cursor.ended = true;
          throw fatal;
        }
      }
    }
  }

  private async claimNext(context: BillingRunContext, cursor: Cursor): Promise<ClaimedAccount[]> {
    const claim = cursor.turn.then(async () => {
      if (cursor.ended) return [];
      const { last, accounts } = await this.due.claim(context.filter, cursor.after, this.config.batchSize, true);
      if (last === undefined) cursor.ended = true;
      else cursor.after = last;
      return accounts;
    });
    cursor.turn = claim.then(
      () => undefined,
      () => undefined,
    );
    return claim;
  }

  private async fail(id: string, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    this.logger.error(`billing run ${id} failed: ${reason}`);
    try {
      await this.runs.close(id, 'FAILED', reason);
    } catch (second) {
      // why: the database may be away; the next run closes what shows no progress
      this.logger.warn(`billing run ${id} stays open: ${String(second)}`);
    }
  }

  private report(run: BillingRun): void {
    const figures = `${run.invoiceCount} invoices, ${run.lineCount} lines, ${run.parkedCount} parked`;
    this.logger.log(`billing run ${run.id} as of ${run.asOf.toISOString()}: ${run.state}, ${figures}`);
    if (run.parkedCount > 0) this.logger.error(`${run.parkedCount} subscriptions are parked and wait for somebody`);
  }
}
