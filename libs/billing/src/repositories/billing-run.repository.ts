import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { AuditLog, Database, HOT, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';

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
  /** A preview: nothing was billed. */
  dryRun: boolean;
  /** The preview that it carries out. */
  previewOf: string | null;
  /** Ticks had been missed, so it was allowed to bill more periods at once. */
  isCatchUp: boolean;
  /** Customers that were due when it began, and those it is through with. */
  dueCount: number;
  doneCount: number;
  stopRequestedAt: Date | null;
}

/** A run that begins. */
export type NewRun = Pick<
  BillingRun,
  'id' | 'asOf' | 'siteId' | 'trigger' | 'requestedBy' | 'currency' | 'previewOf' | 'isCatchUp' | 'dueCount'
>;

export interface RunCounts {
  customers: number;
  invoices: number;
  lines: number;
  parked: number;
  total: bigint;
}

const COLUMNS = `r.id, r.as_of as "asOf", r.site_id as "siteId", r.trigger, r.requested_by as "requestedBy", r.state,
  r.invoice_count as "invoiceCount", r.line_count as "lineCount", r.parked_count as "parkedCount",
  r.total_amount as "totalAmount", r.currency, r.error, r.started_at as "startedAt", r.finished_at as "finishedAt", r.dry_run as "dryRun",
  r.preview_of as "previewOf", r.catch_up as "isCatchUp", r.due_count as "dueCount", r.done_count as "doneCount",
  r.stop_requested_at as "stopRequestedAt"`;

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

  async open(run: NewRun): Promise<void> {
    await this.database.execute(
      `with dead as (
         update billing_runs set state = 'FAILED', error = 'the process that ran it is gone', finished_at = now()
          where state = 'RUNNING' and progress_at < now() - ${ABANDONED}
       )
       insert into billing_runs (id, as_of, site_id, trigger, requested_by, currency, preview_of, catch_up, due_count)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[run.id, run.asOf, run.siteId, run.trigger, run.requestedBy, run.currency],
        ...[run.previewOf, run.isCatchUp, run.dueCount],
      ],
      HOT,
    );
  }

  /**
   * Adds what a batch did, in its transaction, so that the figures are those of the committed rows.
   *
   * @returns whether somebody asked the run to stop
   */
  async count(id: string, counts: RunCounts): Promise<boolean> {
    const rows = await this.database.query<{ stop: boolean }>(
      `update billing_runs set invoice_count = invoice_count + $2, line_count = line_count + $3,
              parked_count = parked_count + $4, total_amount = total_amount + $5, done_count = done_count + $6,
              progress_at = now() where id = $1 returning stop_requested_at is not null as stop`,
      [id, counts.invoices, counts.lines, counts.parked, counts.total, counts.customers],
      HOT,
    );
    return rows[0]?.stop ?? false;
  }

  /** Asks a run to stop after the batches in hand; undefined when it does not run. */
  async requestStop(id: string, by: string): Promise<BillingRun | undefined> {
    return this.database.queryOne(
      `update billing_runs r set stop_requested_at = coalesce(stop_requested_at, now()),
              stop_requested_by = coalesce(stop_requested_by, $2)
        where id = $1 and state = 'RUNNING' returning ${COLUMNS}`,
      [id, by],
    );
  }

  async close(id: string, state: RunState, error: string | null): Promise<BillingRun> {
    return this.database.transaction(async () => {
      const run = await this.database.queryOne<BillingRun>(
        `update billing_runs r set state = $2, error = $3, finished_at = now() where id = $1 returning ${COLUMNS}`,
        [id, state, error],
        HOT,
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

  /** Keeps what a dry run found. */
  async keepPreview(run: Omit<NewRun, 'previewOf'> & RunCounts, figures: object): Promise<void> {
    await this.database.execute(
      `insert into billing_runs (id, as_of, site_id, trigger, requested_by, currency, catch_up, dry_run, state, figures,
              due_count, done_count, invoice_count, line_count, parked_count, total_amount, finished_at)
       values ($1, $2, $3, $4, $5, $6, $7, true, 'COMPLETED', $8, $9, $9, $10, $11, $12, $13, now())`,
      [
        ...[run.id, run.asOf, run.siteId, run.trigger, run.requestedBy, run.currency, run.isCatchUp],
        ...[JSON.stringify(figures), run.dueCount, run.invoices, run.lines, run.parked, run.total],
      ],
    );
  }

  /** What a dry run found; empty for a run that billed. */
  async figures(id: string): Promise<object> {
    const row = await this.database.queryOne<{ figures: object }>('select figures from billing_runs where id = $1', [
      id,
    ]);
    return row?.figures ?? {};
  }

  /** Is a preview being carried out, or was it? One that stopped or failed may be confirmed again. */
  async isConfirmed(previewId: string): Promise<boolean> {
    const row = await this.database.queryOne<{ confirmed: boolean }>(
      `select exists (select from billing_runs where preview_of = $1 and state in ('RUNNING', 'COMPLETED')) as confirmed`,
      [previewId],
    );
    return row?.confirmed ?? false;
  }

  async page(request: ListRequest): Promise<Page<BillingRun>> {
    return list.page(this.database, request, [this.scope.site('r.site_id')]);
  }
}
