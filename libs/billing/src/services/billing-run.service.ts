import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { BillingConfig } from '../billing.config';
import { periodCap } from '../domain/guards/period-cap';
import { type BillingRun, type RunTrigger } from '../repositories/billing-run.repository';
import { type ClaimedAccount, DueBatchRepository, type DueFilter } from '../repositories/due-batch.repository';
import { BillingBatch, type BatchResult } from './billing-batch.service';
import { type BillingRunContext, BillingRunContexts } from './billing-run-context.service';
import { BillingRunGuard } from './billing-run-guard.service';
import { PoisonHunt } from './poison-hunt.service';
import { RunBook } from './run/run-book.service';
import { DueChanges } from './subscriptions/due-changes.service';

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
  /** The dry run that it carries out. */
  previewOf?: string;
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

/** A run at work. */
interface Work {
  context: BillingRunContext;
  /** Customers due at the start. */
  due: number;
  stop: AbortController;
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
  constructor(
    private readonly book: RunBook,
    private readonly due: DueBatchRepository,
    private readonly batch: BillingBatch,
    private readonly contexts: BillingRunContexts,
    private readonly guard: BillingRunGuard,
    private readonly hunt: PoisonHunt,
    private readonly changes: DueChanges,
    private readonly config: BillingConfig,
  ) {}

  /**
   * @throws DomainError of {@link BillingRunGuard.choose}; any other error ends the run as FAILED after the batches that
   * were committed, and the next run goes on from there
   */
  async run(request: BillingRunRequest): Promise<BillingRunOutcome> {
    const siteId = request.siteId ?? null;
    const { asOf, isCatchUp } = await this.guard.choose(request.asOf, siteId);
    await this.changes.runDue(asOf, request.signal);
    if (!(await this.book.anythingDue(asOf, siteId))) return { asOf, run: null };
    const work = await this.begin(request, { asOf, siteId }, isCatchUp);
    const id = work.context.runId;
    try {
      await this.work(work, request.onProgress);
    } catch (error) {
      await this.book.fail(id, siteId, error);
      throw error;
    }
    const run = await this.book.close(id, work.context.signal?.aborted === true);
    await this.changes.runDue(asOf, request.signal); // why: some wait until what came before them is billed
    return { asOf, run };
  }

  private async begin(request: BillingRunRequest, filter: DueFilter, isCatchUp: boolean): Promise<Work> {
    const { asOf, siteId } = filter;
    await this.contexts.makeRoom(asOf);
    const { trigger, requestedBy, previewOf = null } = request;
    const id = uuidv7();
    const due = await this.due.countDue(filter);
    const facts = { id, asOf, siteId, trigger, requestedBy, previewOf, isCatchUp, dueCount: due };
    const currency = await this.book.open(facts);
    const stop = new AbortController();
    const signal = request.signal ? AbortSignal.any([request.signal, stop.signal]) : stop.signal;
    const context = this.contexts.create(id, filter, currency, { signal, periodCap: periodCap(isCatchUp) });
    return { context, due, stop };
  }

  private async work({ context, due, stop }: Work, onProgress: BillingRunRequest['onProgress']): Promise<void> {
    let done = 0;
    const finished = async (results: readonly BatchResult[]): Promise<void> => {
      done += results.reduce((sum, result) => sum + result.customers, 0);
      if (results.some((result) => result.stop)) stop.abort();
      await onProgress?.(done, due);
    };
    const cursor: Cursor = { after: FIRST_ID, ended: false, turn: Promise.resolve() };
    const batches = Math.max(1, Math.ceil(due / this.config.batchSize)); // why: a lane without work still opens a transaction
    const length = Math.min(this.config.lanes, batches);
    const lanes = Array.from({ length }, () => this.lane(context, cursor, finished));
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
}
