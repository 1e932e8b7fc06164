import { Injectable, Logger } from '@nestjs/common';
import { Approvals } from '@app/iam';
import { AuditLog, Database, DatabaseClock } from '@app/platform';
import { BillingConfig } from '../billing.config';
import { isolationLimit } from '../domain/isolation-brake';
import { BillingAccountRepository } from '../repositories/billing-account.repository';
import { OverdueRepository } from '../repositories/overdue.repository';
import { AccessService } from './access.service';
import { MassIsolation } from './mass-isolation.approval';

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
  /** Customers over the limit of debt and time who still had service. */
  candidates: number;
  /** Customers and subscriptions that lost it in this tick. */
  isolatedCustomers: number;
  isolatedSubscriptions: number;
  /** Set when more than this many would have lost it: nobody was touched. */
  heldByBrake: { limit: number } | null;
}

/** Takes access from whoever is overdue beyond grace and tolerance. A second run changes nothing. */
@Injectable()
export class IsolateOverdueService {
  private readonly logger = new Logger(IsolateOverdueService.name);

  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly overdue: OverdueRepository,
    private readonly accounts: BillingAccountRepository,
    private readonly access: AccessService,
    private readonly approvals: Approvals,
    private readonly config: BillingConfig,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError IAM_APPROVAL_REQUIRED when somebody confirms for whom nobody else has agreed */
  async run(request: IsolateOverdueRequest = {}): Promise<IsolateOverdueOutcome> {
    const asOf = request.asOf ?? (await this.clock.sample());
    const siteId = request.siteId ?? null;
    const ids = await this.overdue.candidates(asOf, siteId, BigInt(this.config.accessTolerance));
    const outcome = { asOf, candidates: ids.length, isolatedCustomers: 0, isolatedSubscriptions: 0 };
    if (ids.length === 0) return { ...outcome, heldByBrake: null };
    const limit = isolationLimit(await this.overdue.enabledCustomers(siteId));
    if (ids.length > limit && request.confirm !== true) {
      this.logger.error(`mass isolation held: ${ids.length} customers, at most ${limit} without confirmation`);
      return { ...outcome, heldByBrake: { limit } };
    }
    if (ids.length > limit) await this.assertAgreed(siteId, ids.length, limit);
    for (let i = 0; i < ids.length && request.signal?.aborted !== true; i += BATCH) {
      const changed = await this.isolate(ids.slice(i, i + BATCH), asOf);
      outcome.isolatedCustomers += changed.customers;
      outcome.isolatedSubscriptions += changed.subscriptions;
    }
    await this.audit.record({
      action: 'billing.dunning.run',
      siteId,
      after: { ...outcome, limit, confirmed: request.confirm === true },
    });
    this.logger.log(`isolated ${outcome.isolatedCustomers} of ${ids.length} overdue customers`);
    return { ...outcome, heldByBrake: null };
  }

  /** One person alone does not release the brake; the schedule and the CLI are asked nothing. */
  private async assertAgreed(siteId: string | null, candidates: number, limit: number): Promise<void> {
    const subject = siteId === null ? 'all-sites' : `site:${siteId}`;
    const reason = `${candidates} > ${limit}`;
    await this.database.transaction(() =>
      this.approvals.require(MassIsolation, { subject, siteId, payload: { siteId }, reason }),
    );
  }

  /** Debt is read again under the lock, so that a payment of the same moment wins. */
  private async isolate(
    customerIds: readonly string[],
    asOf: Date,
  ): Promise<{ customers: number; subscriptions: number }> {
    return this.database.transaction(async () => {
      const locked = await this.accounts.lockFree(customerIds);
      const changes = await this.access.reevaluate(locked, asOf, { mayIsolate: true });
      const isolated = changes.filter((change) => change.desired === 'ISOLATED');
      const customers = new Set(isolated.map((change) => change.customerId));
      return { customers: customers.size, subscriptions: isolated.length };
    });
  }
}
