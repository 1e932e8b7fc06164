import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@app/platform';
import { isTransient } from '../domain/transient-failure';
import { DueBatchRepository } from '../repositories/due-batch.repository';
import { PointerMovedError } from '../repositories/pointer.repository';
import { BillingRunRepository } from '../repositories/billing-run.repository';
import { ParkedRepository } from '../repositories/parked.repository';
import { BillingBatch, type BatchResult, NOTHING } from './billing-batch.service';
import { type BillingRunContext } from './billing-run-context.service';

const RACE_RETRIES = 3;

class Rehearsed extends Error {}

/**
 * What happens after a batch failed: it is halved until the subscription stands alone that cannot be billed. That one is
 * parked with the reason, everybody else is billed (billing.md G5).
 */
@Injectable()
export class PoisonHunt {
  private readonly logger = new Logger(PoisonHunt.name);

  constructor(
    private readonly database: Database,
    private readonly due: DueBatchRepository,
    private readonly batch: BillingBatch,
    private readonly parked: ParkedRepository,
    private readonly runs: BillingRunRepository,
  ) {}

  /** @throws the failure itself when it says nothing about the data (a lost connection, a full disk) */
  async settle(context: BillingRunContext, customerIds: readonly string[], failure: unknown): Promise<BatchResult[]> {
    if (isTransient(failure) && !isRace(failure)) throw failure;
    const [only] = customerIds;
    if (customerIds.length === 1 && only !== undefined && !isRace(failure)) return this.single(context, only);
    if (isRace(failure)) return this.again(context, customerIds);
    const middle = Math.ceil(customerIds.length / 2);
    const results: BatchResult[] = [];
    for (const half of [customerIds.slice(0, middle), customerIds.slice(middle)]) {
      if (half.length > 0) results.push(...(await this.attempt(context, half)));
    }
    return results;
  }

  private async attempt(context: BillingRunContext, customerIds: readonly string[]): Promise<BatchResult[]> {
    try {
      return [await this.batch.run(context, () => this.due.claimThese(customerIds))];
    } catch (error) {
      return this.settle(context, customerIds, error);
    }
  }

  /** A race with somebody else: the same rows again, a few times. */
  private async again(context: BillingRunContext, customerIds: readonly string[]): Promise<BatchResult[]> {
    for (let n = 1; ; n++) {
      try {
        return [await this.batch.run(context, () => this.due.claimThese(customerIds))];
      } catch (error) {
        if (isRace(error) && n < RACE_RETRIES) continue;
        if (isRace(error)) throw error;
        return this.settle(context, customerIds, error);
      }
    }
  }

  /** One customer: rehearse each subscription alone, park those that fail, bill the rest together. */
  private async single(context: BillingRunContext, customerId: string): Promise<BatchResult[]> {
    const rows = await this.due.dueOf([customerId], context.filter);
    const good: string[] = [];
    for (const { id } of rows) {
      const failure = await this.rehearse(context, customerId, id);
      if (failure === undefined) good.push(id);
      else await this.park(context, id, failure);
    }
    const bad = rows.length - good.length;
    const results: BatchResult[] = [{ ...NOTHING, parked: bad }];
    if (good.length === 0) return results;
    try {
      results.push(await this.batch.run(context, () => this.due.claimThese([customerId]), good));
    } catch (error) {
      if (isTransient(error)) throw error;
      for (const id of good) await this.park(context, id, error);
      results.push({ ...NOTHING, parked: good.length });
    }
    return results;
  }

  /** Bills one subscription and takes it back; the error that it made, if any. */
  private async rehearse(context: BillingRunContext, customerId: string, subscriptionId: string): Promise<unknown> {
    try {
      await this.database.transaction(async () => {
        await this.batch.run(context, () => this.due.claimThese([customerId]), [subscriptionId]);
        throw new Rehearsed();
      });
    } catch (error) {
      if (error instanceof Rehearsed) return undefined;
      if (isTransient(error)) throw error;
      return error;
    }
    return undefined;
  }

  private async park(context: BillingRunContext, subscriptionId: string, failure: unknown): Promise<void> {
    const reason = failure instanceof Error ? failure.message : String(failure);
    this.logger.error(`subscription ${subscriptionId} is parked: ${reason}`);
    await this.database.transaction(async () => {
      await this.parked.park(context.runId, [{ subscriptionId, code: 'WRITE_FAILED', reason }]);
      await this.runs.count(context.runId, { ...NOTHING, parked: 1 });
    });
  }
}

/** Deadlock, serialisation failure, lock timeout, or a pointer that moved: somebody else was there first. */
function isRace(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return error instanceof PointerMovedError || code === '40P01' || code === '40001' || code === '55P03';
}
