import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { condition, type Condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type Refund } from '../../domain/refunds/refund';
import { type RefundState, statesBefore } from '../../domain/refunds/refund-state';

export interface RefundFilter extends ListRequest {
  paymentId?: string | undefined;
  customerId?: string | undefined;
  state?: RefundState | undefined;
}

export type NewRefund = Pick<
  Refund,
  | 'id'
  | 'paymentId'
  | 'attemptId'
  | 'siteId'
  | 'customerId'
  | 'way'
  | 'kind'
  | 'state'
  | 'currency'
  | 'amount'
  | 'reason'
  | 'cashAccount'
  | 'proofRef'
  | 'requestedBy'
  | 'requestedByName'
  | 'requestedAt'
> & { idempotencyKey: string };

/** What changes with a step; absent fields stay. */
export type RefundChange = { state: RefundState; nextCheckAt: Date | null } & Partial<
  Pick<Refund, 'gatewayRef' | 'reversalId' | 'creditPaymentId' | 'problem' | 'proofRef'>
>;

const COLUMNS = `r.id, r.payment_id as "paymentId", r.attempt_id as "attemptId", r.site_id as "siteId",
  r.customer_id as "customerId", r.way, r.kind, r.state, r.currency, r.refund_amount as amount, r.reason,
  r.cash_account as "cashAccount", r.proof_ref as "proofRef", r.credit_payment_id as "creditPaymentId",
  r.gateway_ref as "gatewayRef", r.reversal_id as "reversalId", r.problem, r.checks, r.next_check_at as "nextCheckAt",
  r.requested_by as "requestedBy", r.requested_by_name as "requestedByName", r.requested_at as "requestedAt",
  r.approved_by as "approvedBy", r.approved_by_name as "approvedByName", r.approved_at as "approvedAt",
  r.sent_at as "sentAt", r.finished_at as "finishedAt"`;

const list = new KeysetList<'requestedAt'>({
  select: `select ${COLUMNS} from refunds r`,
  id: 'r.id',
  sorts: { requestedAt: { sql: 'r.requested_at', type: 'timestamptz' } },
  defaultSort: '-requestedAt',
});

/** All SQL of refunds. People see those of their customers. */
@Injectable()
export class RefundRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** False, with nothing written, when the key has its refund already. */
  async insert(refund: NewRefund): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into refunds (id, payment_id, attempt_id, site_id, customer_id, way, kind, state, currency, refund_amount,
                            reason, idempotency_key, cash_account, proof_ref, requested_by, requested_by_name, requested_at,
                            next_check_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
               case when $6 = 'GATEWAY' and $8 = 'APPROVED' then $17::timestamptz end)
       on conflict (idempotency_key) do nothing`,
      [
        ...[refund.id, refund.paymentId, refund.attemptId, refund.siteId, refund.customerId, refund.way, refund.kind],
        ...[refund.state, refund.currency, refund.amount, refund.reason, refund.idempotencyKey, refund.cashAccount],
        ...[refund.proofRef, refund.requestedBy, refund.requestedByName, refund.requestedAt],
      ],
    );
    return affected === 1;
  }

  async find(id: string): Promise<Refund | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.customer('r.customer_id', 'r.site_id').into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from refunds r where r.id = $1 and ${mine}`, parameters);
  }

  async findByKey(key: string): Promise<Refund | undefined> {
    const parameters: unknown[] = [key];
    const mine = this.scope.customer('r.customer_id', 'r.site_id').into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS} from refunds r where r.idempotency_key = $1 and ${mine}`,
      parameters,
    );
  }

  async page(filter: RefundFilter): Promise<Page<Refund>> {
    const conditions: Condition[] = [this.scope.customer('r.customer_id', 'r.site_id')];
    if (filter.paymentId !== undefined) conditions.push(condition('r.payment_id = $?', filter.paymentId));
    if (filter.customerId !== undefined) conditions.push(condition('r.customer_id = $?', filter.customerId));
    if (filter.state !== undefined) conditions.push(condition('r.state = $?', filter.state));
    return list.page(this.database, filter, conditions);
  }

  /** Locks one until the transaction ends, within the actor's scope. */
  async lock(id: string): Promise<Refund | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.customer('r.customer_id', 'r.site_id').into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS} from refunds r where r.id = $1 and ${mine} for no key update`,
      parameters,
    );
  }

  /** Writes a step of a refund whose row the caller holds. @throws Error for a step that does not exist */
  async step(id: string, change: RefundChange, at: Date): Promise<void> {
    const { affected } = await this.database.execute(
      `update refunds set state = $2, next_check_at = $3, gateway_ref = coalesce($4, gateway_ref),
              reversal_id = coalesce($5, reversal_id), credit_payment_id = coalesce($6, credit_payment_id),
              problem = $7, proof_ref = coalesce($8, proof_ref),
              finished_at = case when $2 in ('DONE', 'FAILED') then $9::timestamptz end, version = version + 1
        where id = $1 and state = any ($10)`,
      [
        ...[id, change.state, change.nextCheckAt, change.gatewayRef ?? null, change.reversalId ?? null],
        ...[change.creditPaymentId ?? null, change.problem ?? null, change.proofRef ?? null, at],
        statesBefore(change.state),
      ],
    );
    if (affected !== 1) throw new Error(`refund ${id} cannot become ${change.state}`);
  }

  async approve(id: string, by: { id: string; name: string }, at: Date): Promise<void> {
    const { affected } = await this.database.execute(
      `update refunds set state = 'APPROVED', approved_by = $2, approved_by_name = $3, approved_at = $4,
              next_check_at = case when way = 'GATEWAY' then $4::timestamptz end, version = version + 1
        where id = $1 and state = any ($5)`,
      [id, by.id, by.name, at, statesBefore('APPROVED')],
    );
    if (affected !== 1) throw new Error(`refund ${id} cannot be approved`);
  }

  /** Ids of refunds that the gateway has to be sent, or asked about, by now. */
  async due(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select id from refunds where next_check_at <= app_now() order by next_check_at limit $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Takes a due refund for `leaseMs`: nobody else sends it or asks about it meanwhile, and somebody does when this process
   * dies. `isFirst`: it has never been sent.
   */
  async claim(id: string, leaseMs: number): Promise<(Refund & { isFirst: boolean }) | undefined> {
    return this.database.queryOne(
      `with due as (select id, state as before from refunds
                     where id = $1 and next_check_at <= app_now() and state in ('APPROVED', 'SENT', 'UNKNOWN')
                       for no key update skip locked)
       update refunds r
          set state = case when due.before = 'UNKNOWN' then 'UNKNOWN' else 'SENT' end, sent_at = coalesce(r.sent_at, app_now()),
              checks = r.checks + 1, next_check_at = app_now() + $2 * interval '1 millisecond', version = r.version + 1
         from due where r.id = due.id
       returning ${COLUMNS}, due.before = 'APPROVED' as "isFirst"`,
      [id, leaseMs],
    );
  }

  /** What was given back of an attempt by refunds of ours. */
  async refundedOf(attemptId: string): Promise<bigint> {
    const row = await this.database.queryOne<{ amount: bigint }>(
      `select coalesce(sum(refund_amount), 0)::bigint as amount from refunds
        where attempt_id = $1 and way = 'GATEWAY' and state = 'DONE'`,
      [attemptId],
    );
    return row?.amount ?? 0n;
  }

  /** The payment of an attempt. */
  async paymentOf(attemptId: string): Promise<string | undefined> {
    const row = await this.database.queryOne<{ id: string }>('select id from payments where attempt_id = $1', [
      attemptId,
    ]);
    return row?.id;
  }

  /** The one of ours that is on its way through the gateway, if there is one. */
  async onItsWay(attemptId: string): Promise<string | undefined> {
    const row = await this.database.queryOne<{ id: string }>(
      `update refunds set next_check_at = least(next_check_at, app_now())
        where id = (select id from refunds where attempt_id = $1 and way = 'GATEWAY' and state in ('SENT', 'UNKNOWN')
                     order by id limit 1)
       returning id`,
      [attemptId],
    );
    return row?.id;
  }
}
