import { Injectable, Logger } from '@nestjs/common';
import { AuditLog, Database, DatabaseClock } from '@app/platform';
import { isTransient } from '../domain/transient-failure';
import { BillingAccountRepository } from '../repositories/billing-account.repository';
import { AccessService } from './access.service';
import { DunningBrakeService } from './dunning/dunning-brake.service';
import { DunningSelection } from './dunning/dunning-selection.service';
import { IsolationExtensions } from './dunning/holds-isolation';

const BATCH = 200;

export interface IsolateOverdueRequest {
  /** Default: the database's clock. */
  asOf?: Date;
  siteId?: string;
  /** Go on although the brake would hold. */
  confirm?: boolean;
  signal?: AbortSignal;
}

export interface IsolateOverdueOutcome {
  asOf: Date;
  /** Accounts by the rule that still had service, those that wait for money on its way left out. */
  candidates: number;
  /** Accounts that wait: see `HoldsIsolation`. */
  waiting: number;
  /** Customers and subscriptions that lost it in this tick. */
  isolatedCustomers: number;
  isolatedSubscriptions: number;
  /** Subscriptions that got it back, because a promise or an override changed. */
  restoredSubscriptions: number;
  /** Set when more than this many would have lost it: nobody was touched. */
  heldByBrake: { limit: number } | null;
  /** The clock jumped, and nobody has confirmed it: nobody was touched (billing.md G7). */
  heldByClock: boolean;
}

interface Note {
  note?: { confirmed: boolean };
}

interface Isolated {
  customers: number;
  subscriptions: number;
}

/**
 * Takes access from whoever is overdue beyond grace and tolerance, or whose prepaid service ran out, and gives it back where
 * promises and overrides say so. A second run changes nothing.
 */
@Injectable()
export class IsolateOverdueService {
  private readonly logger = new Logger(IsolateOverdueService.name);

  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly selection: DunningSelection,
    private readonly accounts: BillingAccountRepository,
    private readonly access: AccessService,
    private readonly brake: DunningBrakeService,
    private readonly extensions: IsolationExtensions,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError IAM_APPROVAL_REQUIRED when somebody confirms for whom nobody else has agreed */
  async run(request: IsolateOverdueRequest = {}): Promise<IsolateOverdueOutcome> {
    const asOf = request.asOf ?? (await this.clock.sample());
    const siteId = request.siteId ?? null;
    const outcome: IsolateOverdueOutcome = {
      ...{ asOf, candidates: 0, waiting: 0, isolatedCustomers: 0, isolatedSubscriptions: 0 },
      ...{ restoredSubscriptions: 0, heldByBrake: null, heldByClock: await this.brake.isClockInDoubt() },
    };
    if (outcome.heldByClock) return outcome;
    outcome.restoredSubscriptions = await this.release(asOf, siteId, request.signal);
    const ids = await this.ready(siteId, outcome);
    const { allowed, pastBrake } = await this.allowed(ids, request, outcome);
    if (allowed.length === 0) return outcome;
    await this.isolateAll(allowed, pastBrake, outcome, request.signal);
    const { isolatedCustomers, isolatedSubscriptions } = outcome;
    await this.audit.record({
      action: 'billing.dunning.run',
      siteId,
      after: {
        asOf,
        candidates: ids.length,
        isolatedCustomers,
        isolatedSubscriptions,
        confirmed: request.confirm === true,
      },
    });
    this.logger.log(`isolated ${isolatedCustomers} of ${ids.length} overdue customers`);
    return outcome;
  }

  private async ready(siteId: string | null, outcome: IsolateOverdueOutcome): Promise<string[]> {
    const ids = await this.selection.candidates(outcome.asOf, siteId);
    if (ids.length === 0) return ids;
    const held = await this.extensions.held(ids, outcome.asOf);
    const ready = held.size === 0 ? ids : ids.filter((id) => !held.has(id));
    outcome.waiting = ids.length - ready.length;
    outcome.candidates = ready.length;
    return ready;
  }

  /** Who of them may be isolated in this tick. */
  private async allowed(
    ids: readonly string[],
    { siteId = null, confirm }: { siteId?: string | null; confirm?: boolean },
    outcome: IsolateOverdueOutcome,
  ): Promise<{ allowed: readonly string[]; pastBrake: boolean }> {
    if (confirm === true) {
      const limit = await this.brake.limit(siteId, ids.length, outcome.asOf);
      if (ids.length > limit) await this.brake.agree(siteId, { siteId }, `${ids.length} > ${limit}`);
      return { allowed: ids, pastBrake: ids.length > limit };
    }
    const verdict = await this.brake.ask(siteId, ids.length, outcome.asOf);
    if (verdict.held) outcome.heldByBrake = { limit: verdict.limit };
    return { allowed: ids.slice(0, verdict.allowed), pastBrake: verdict.allowed !== undefined };
  }

  private async isolateAll(
    ids: readonly string[],
    pastBrake: boolean,
    outcome: IsolateOverdueOutcome,
    signal?: AbortSignal,
  ): Promise<void> {
    // why: what somebody confirmed past the brake is not what is usual from then on
    const note = pastBrake ? { note: { confirmed: true } } : {};
    for (let i = 0; i < ids.length && signal?.aborted !== true; i += BATCH) {
      const changed = await this.attempt(ids.slice(i, i + BATCH), outcome.asOf, note);
      outcome.isolatedCustomers += changed.customers;
      outcome.isolatedSubscriptions += changed.subscriptions;
    }
  }

  /** A batch that fails is halved until the account stands alone that does: it keeps nobody else from being looked at (G5). */
  private async attempt(customerIds: readonly string[], asOf: Date, note: Note): Promise<Isolated> {
    try {
      return await this.isolate(customerIds, asOf, note);
    } catch (error) {
      if (isTransient(error)) throw error;
      if (customerIds.length === 1) {
        this.logger.error(`account ${customerIds.join()} could not be isolated: ${String(error)}`);
        return { customers: 0, subscriptions: 0 };
      }
      const middle = Math.ceil(customerIds.length / 2);
      const first = await this.attempt(customerIds.slice(0, middle), asOf, note);
      const second = await this.attempt(customerIds.slice(middle), asOf, note);
      return {
        customers: first.customers + second.customers,
        subscriptions: first.subscriptions + second.subscriptions,
      };
    }
  }

  /** Facts are read again under the lock, so that a payment of the same moment wins (F13). */
  private async isolate(customerIds: readonly string[], asOf: Date, note: Note): Promise<Isolated> {
    return this.database.transaction(async () => {
      const locked = await this.accounts.lockFree(customerIds);
      await this.extensions.help(locked, asOf);
      const changes = await this.access.reevaluate(locked, asOf, { mayIsolate: true, ...note });
      const isolated = changes.filter((change) => change.desired === 'ISOLATED');
      const customers = new Set(isolated.map((change) => change.customerId));
      return { customers: customers.size, subscriptions: isolated.length };
    });
  }

  private async release(asOf: Date, siteId: string | null, signal?: AbortSignal): Promise<number> {
    const ids = await this.selection.releasable(asOf, siteId);
    let restored = 0;
    for (let i = 0; i < ids.length && signal?.aborted !== true; i += BATCH) {
      restored += await this.database.transaction(async () => {
        const locked = await this.accounts.lockFree(ids.slice(i, i + BATCH));
        const changes = await this.access.reevaluate(locked, asOf, { mayIsolate: false });
        return changes.filter((change) => change.desired === 'ENABLED').length;
      });
    }
    return restored;
  }
}
