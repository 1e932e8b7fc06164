import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page, uuidv7 } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { planOfAccount } from './policy-group.sql';

export const PROMISE_STATES = ['OPEN', 'KEPT', 'BROKEN', 'CANCELLED'] as const;
export type PromiseState = (typeof PROMISE_STATES)[number];

/** Somebody said that he will pay; until then he keeps his access. Amounts in booking units. */
export interface PaymentPromise {
  id: string;
  siteId: string;
  customerId: string;
  promisedUntil: LocalDate;
  /** The end of that day, where the customer lives. */
  untilAt: Date;
  /** Due when he promised, and what of it he will pay. */
  debtAmount: bigint;
  promisedAmount: bigint;
  currency: string;
  note: string;
  state: PromiseState;
  createdBy: string;
  createdAt: Date;
  closedAt: Date | null;
  version: number;
}

export interface PromiseFilter {
  customerId?: string | undefined;
  state?: PromiseState | undefined;
}

const COLUMNS = `p.id, p.site_id as "siteId", p.customer_id as "customerId", p.promised_until as "promisedUntil",
  p.until_at as "untilAt", p.debt_amount as "debtAmount", p.promised_amount as "promisedAmount", p.currency, p.note, p.state,
  p.created_by as "createdBy", p.created_at as "createdAt", p.closed_at as "closedAt", p.version`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from payment_promises p`,
  id: 'p.id',
  sorts: { createdAt: { sql: 'p.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

const LEFT = `coalesce((
  select sum(i.total_amount - i.paid_amount - i.credited_amount) from invoices i
   where i.customer_id = p.customer_id and i.status = 'OPEN' and i.created_at <= p.created_at), 0)`;

@Injectable()
export class PromiseRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async page(request: ListRequest, filter: PromiseFilter): Promise<Page<PaymentPromise>> {
    const conditions: Condition[] = [this.scope.customer('p.customer_id', 'p.site_id')];
    if (filter.customerId !== undefined) conditions.push(condition('p.customer_id = $?', filter.customerId));
    if (filter.state !== undefined) conditions.push(condition('p.state = $?', filter.state));
    return list.page(this.database, request, conditions);
  }

  async find(id: string): Promise<PaymentPromise | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.customer('p.customer_id', 'p.site_id').into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from payment_promises p where p.id = $1 and ${mine}`, parameters);
  }

  /** The plan whose policy counts for the account. */
  async planOf(customerId: string): Promise<string | null> {
    const row = await this.database.queryOne<{ planId: string | null }>(
      `select ${planOfAccount('$1::uuid')} as "planId"`,
      [customerId],
    );
    return row?.planId ?? null;
  }

  /** What the account owes, the promise that is open, and how many there were since an instant (cancelled ones left out). */
  async background(
    customerId: string,
    since: Date,
  ): Promise<{ debt: bigint; openUntil: LocalDate | null; recent: number }> {
    const row = await this.database.queryOne<{ debt: bigint; openUntil: LocalDate | null; recent: number }>(
      `select (select coalesce(sum(total_amount - paid_amount - credited_amount), 0)::bigint
                 from invoices where customer_id = $1 and status = 'OPEN') as debt,
              (select promised_until from payment_promises where customer_id = $1 and state = 'OPEN') as "openUntil",
              (select count(*)::int from payment_promises
                where customer_id = $1 and state <> 'CANCELLED' and created_at > $2) as recent`,
      [customerId, since],
    );
    return row ?? { debt: 0n, openUntil: null, recent: 0 };
  }

  async insert(promise: Omit<PaymentPromise, 'id' | 'state' | 'closedAt' | 'version'>): Promise<string> {
    const id = uuidv7();
    await this.database.execute(
      `insert into payment_promises (id, site_id, customer_id, until_at, promised_until, debt_amount, promised_amount, currency,
                                     note, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[id, promise.siteId, promise.customerId, promise.untilAt, promise.promisedUntil, promise.debtAmount],
        ...[promise.promisedAmount, promise.currency, promise.note, promise.createdBy, promise.createdAt],
      ],
    );
    return id;
  }

  /** False when it is no longer open. */
  async cancel(id: string, at: Date): Promise<boolean> {
    const row = await this.database.queryOne(
      `update payment_promises set state = 'CANCELLED', closed_at = $2, version = version + 1
        where id = $1 and state = 'OPEN' returning id`,
      [id, at],
    );
    return row !== undefined;
  }

  /**
   * Decides what is to be decided: kept as soon as nothing of the old invoices is left, otherwise when the time is over,
   * by whether the promised amount came. One statement.
   */
  async decide(at: Date): Promise<Pick<PaymentPromise, 'id' | 'siteId' | 'customerId' | 'state'>[]> {
    return this.database.query(
      `update payment_promises p
          set state = case when j.debt <= greatest(p.debt_amount - p.promised_amount, 0) then 'KEPT' else 'BROKEN' end,
              closed_at = $1, version = p.version + 1
         from (select p.id, ${LEFT} as debt from payment_promises p where p.state = 'OPEN') j
        where p.id = j.id and p.state = 'OPEN' and (j.debt = 0 or p.until_at <= $1)
        returning p.id, p.site_id as "siteId", p.customer_id as "customerId", p.state`,
      [at],
    );
  }
}
