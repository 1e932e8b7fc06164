import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { AuditLog, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';

export const RUN_TRIGGERS = ['SCHEDULE', 'MANUAL'] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];
export const RUN_STATES = ['RUNNING', 'COMPLETED', 'STOPPED', 'FAILED'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** One execution of the billing run. */
export interface BillingRun {
  id: string;
  asOf: Date;
  siteId: string | null;
  trigger: RunTrigger;
  requestedBy: string;
  state: RunState;
  invoiceCount: number;
  lineCount: number;
  parkedCount: number;
  /** Sum of the invoices in `currency`, in booking units. */
  totalAmount: bigint;
  currency: string;
  error: string | null;
  startedAt: Date;
  finishedAt: Date | null;
}

export interface RunCounts {
  invoices: number;
  lines: number;
  parked: number;
  total: bigint;
}

const COLUMNS = `r.id, r.as_of as "asOf", r.site_id as "siteId", r.trigger, r.requested_by as "requestedBy", r.state,
  r.invoice_count as "invoiceCount", r.line_count as "lineCount", r.parked_count as "parkedCount",
  r.total_amount as "totalAmount", r.currency, r.error, r.started_at as "startedAt", r.finished_at as "finishedAt"`;

const list = new KeysetList({
  select: `select ${COLUMNS} from billing_runs r`,
  id: 'r.id',
  sorts: { startedAt: { sql: 'r.started_at', type: 'timestamptz' } },
  defaultSort: '-startedAt',
});

/** A run that has shown no progress for this long is dead. */
const ABANDONED = `interval '10 minutes'`;

@Injectable()
export class BillingRunRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
    private readonly audit: AuditLog,
  ) {}

  /** Is there anything to bill? One look at the partial index of due subscriptions. */
  async anythingDue(asOf: Date, siteId: string | null): Promise<boolean> {
    const row = await this.database.queryOne<{ due: boolean }>(
      `select exists (
         select from subscriptions
          where status = 'ACTIVE' and not parked and next_bill_at <= $1 and ($2::uuid is null or site_id = $2)
       ) as due`,
      [asOf, siteId],
    );
    return row?.due ?? false;
  }

  /** The newest `as_of` that was billed with, and the database's clocks (billing.md G7). */
  async clocks(siteId: string | null): Promise<{ lastAsOf: Date | null; now: Date; realNow: Date }> {
    const row = await this.database.queryOne<{ lastAsOf: Date | null; now: Date; realNow: Date }>(
      `select (select max(as_of) from billing_runs
                where not dry_run and (site_id is null or $1::uuid is null or site_id = $1)) as "lastAsOf",
              app_now() as now, clock_timestamp() as "realNow"`,
      [siteId],
    );
    if (!row) throw new Error('the database gave no time');
    return row;
  }

  async open(run: Pick<BillingRun, 'id' | 'asOf' | 'siteId' | 'trigger' | 'requestedBy' | 'currency'>): Promise<void> {
    await this.database.execute(
      `with dead as (
         update billing_runs set state = 'FAILED', error = 'the process that ran it is gone', finished_at = now()
          where state = 'RUNNING' and progress_at < now() - ${ABANDONED}
       )
       insert into billing_runs (id, as_of, site_id, trigger, requested_by, currency) values ($1, $2, $3, $4, $5, $6)`,
      [run.id, run.asOf, run.siteId, run.trigger, run.requestedBy, run.currency],
    );
  }

  /** Adds what a batch did, in its transaction, so that the figures are those of the committed rows. */
  async count(id: string, counts: RunCounts): Promise<void> {
    await this.database.execute(
      `update billing_runs set invoice_count = invoice_count + $2, line_count = line_count + $3,
              parked_count = parked_count + $4, total_amount = total_amount + $5, progress_at = now() where id = $1`,
      [id, counts.invoices, counts.lines, counts.parked, counts.total],
    );
  }

  async close(id: string, state: RunState, error: string | null): Promise<BillingRun> {
    return this.database.transaction(async () => {
      const run = await this.database.queryOne<BillingRun>(
        `update billing_runs r set state = $2, error = $3, finished_at = now() where id = $1 returning ${COLUMNS}`,
        [id, state, error],
      );
      if (!run) throw new Error(`no billing run ${id}`);
      const subject = { type: 'billing-run', id };
      await this.audit.record({ action: 'billing.run.closed', subject, siteId: run.siteId, after: run });
      return run;
    });
  }

  /** A run within the caller's scope; runs over all sites are shown to those who may see all sites. */
  async find(id: string): Promise<BillingRun | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('r.site_id').into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from billing_runs r where r.id = $1 and ${mine}`, parameters);
  }

  async page(request: ListRequest): Promise<Page<BillingRun>> {
    return list.page(this.database, request, [this.scope.site('r.site_id')]);
  }
}
