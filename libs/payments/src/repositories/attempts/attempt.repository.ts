import { Injectable } from '@nestjs/common';
import { type CashAccount } from '@app/billing';
import { type Page } from '@app/core';
import {
  condition,
  type Condition,
  Database,
  HOT,
  KeysetList,
  type ListRequest,
  ScopeFilter,
  type Statement,
} from '@app/platform';
import { type PaymentAttempt, type TargetKind, type TargetRef } from '../../domain/attempts/attempt';
import { type AttemptState, LIVE_STATES } from '../../domain/attempts/attempt-state';

type Row = Omit<PaymentAttempt, 'target'> & { targetKind: TargetKind; targetId: string };

/** Its id, or the order of a gateway. */
export type AttemptRef = string | { gateway: string; accountId: string; merchantOrderId: string };

/** A locked attempt with what settling it needs. */
export interface LockedAttempt {
  attempt: PaymentAttempt;
  site: { code: string; timeZone: string };
  cashAccount: CashAccount;
  now: Date;
}

export interface AttemptFilter {
  customerId?: string | undefined;
  state?: AttemptState | undefined;
  accountId?: string | undefined;
  gateway?: string | undefined;
  targetKind?: TargetKind | undefined;
  targetId?: string | undefined;
  merchantOrderId?: string | undefined;
}

export type NewAttemptRow = Pick<
  PaymentAttempt,
  | 'id'
  | 'target'
  | 'customerId'
  | 'siteId'
  | 'gateway'
  | 'accountId'
  | 'merchantOrderId'
  | 'amount'
  | 'feeAmount'
  | 'currency'
  | 'channel'
  | 'returnUrl'
  | 'expiresAt'
  | 'nextCheckAt'
  | 'createdAt'
>;

/** What changes with a move; absent fields stay. `nextCheckAt: null`: nobody asks any more. */
export type AttemptChange = { state: AttemptState } & Partial<
  Pick<
    PaymentAttempt,
    | 'reason'
    | 'providerRef'
    | 'claimedAmount'
    | 'channel'
    | 'vaNumber'
    | 'qrString'
    | 'payUrl'
    | 'instructions'
    | 'expiresAt'
    | 'nextCheckAt'
  >
>;

const COLUMNS = `a.id, a.target_kind as "targetKind", a.target_id as "targetId", a.customer_id as "customerId",
  a.site_id as "siteId", a.gateway, a.account_id as "accountId", a.merchant_order_id as "merchantOrderId",
  a.provider_ref as "providerRef", a.amount, a.fee_amount as "feeAmount", a.claimed_amount as "claimedAmount", a.currency,
  a.state, a.reason, a.channel, a.va_number as "vaNumber", a.qr_string as "qrString", a.pay_url as "payUrl",
  a.instructions, a.return_url as "returnUrl", a.expires_at as "expiresAt", a.next_check_at as "nextCheckAt", a.checks,
  a.checked_at as "checkedAt", a.settled_at as "settledAt", a.version, a.created_at as "createdAt",
  a.updated_at as "updatedAt"`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from payment_attempts a`,
  id: 'a.id',
  sorts: { createdAt: { sql: 'a.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** All SQL of attempts. People see those of their customers; settling sees the one that it was told of. */
@Injectable()
export class AttemptRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<PaymentAttempt | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.customer('a.customer_id', 'a.site_id').into(parameters);
    return this.one(`select ${COLUMNS} from payment_attempts a where a.id = $1 and ${mine}`, parameters);
  }

  async page(request: ListRequest, filter: AttemptFilter): Promise<Page<PaymentAttempt>> {
    const conditions: Condition[] = [this.scope.customer('a.customer_id', 'a.site_id')];
    const equals = (sql: string, value: unknown): void => {
      if (value !== undefined) conditions.push(condition(`${sql} = $?`, value));
    };
    equals('a.customer_id', filter.customerId);
    equals('a.state', filter.state);
    equals('a.account_id', filter.accountId);
    equals('a.gateway', filter.gateway);
    equals('a.target_kind', filter.targetKind);
    equals('a.target_id', filter.targetId);
    equals('a.merchant_order_id', filter.merchantOrderId);
    const page = await list.page<Row>(this.database, request, conditions);
    return { ...page, items: page.items.map(ofRow) };
  }

  /** The one that a payer can use now. */
  async live({ kind, id }: TargetRef): Promise<PaymentAttempt | undefined> {
    return this.one(
      `select ${COLUMNS} from payment_attempts a where a.target_kind = $1 and a.target_id = $2 and a.state = any ($3)`,
      [kind, id, LIVE_STATES],
    );
  }

  /** The newest one of a target, whatever its state. */
  async latest({ kind, id }: TargetRef): Promise<PaymentAttempt | undefined> {
    return this.one(
      `select ${COLUMNS} from payment_attempts a where a.target_kind = $1 and a.target_id = $2 order by a.id desc limit 1`,
      [kind, id],
    );
  }

  async byOrder(accountId: string, merchantOrderId: string): Promise<PaymentAttempt | undefined> {
    return this.one(
      `select ${COLUMNS} from payment_attempts a
        where (a.gateway, a.account_id, a.merchant_order_id) = (select gateway, id, $2 from gateway_accounts where id = $1)`,
      [accountId, merchantOrderId],
    );
  }

  /** The one that the gateway calls so. */
  async byReference(accountId: string, providerRef: string): Promise<PaymentAttempt | undefined> {
    return this.one(
      `select ${COLUMNS} from payment_attempts a
        where (a.gateway, a.account_id, a.provider_ref) = (select gateway, id, $2 from gateway_accounts where id = $1)`,
      [accountId, providerRef],
    );
  }

  /** The order id of another attempt at the same account that the gateway calls so. */
  async othersReference(id: string, providerRef: string): Promise<string | undefined> {
    const row = await this.database.queryOne<{ orderId: string }>(
      `select o.merchant_order_id as "orderId" from payment_attempts a
         join payment_attempts o on o.gateway = a.gateway and o.account_id = a.account_id and o.provider_ref = $2
        where a.id = $1 and o.id <> a.id`,
      [id, providerRef],
    );
    return row?.orderId;
  }

  /** Locks one until the transaction ends. */
  async lock(which: AttemptRef): Promise<LockedAttempt | undefined> {
    const { sql: where, parameters } = conditionOf(which);
    const row = await this.database.queryOne<
      Row & { siteCode: string; siteZone: string; cashAccount: CashAccount; now: Date }
    >(
      `select ${COLUMNS}, s.code as "siteCode", s.time_zone as "siteZone", g.cash_account as "cashAccount", app_now() as now
         from payment_attempts a join sites s on s.id = a.site_id join gateway_accounts g on g.id = a.account_id
        where ${where} for no key update of a`,
      parameters,
      HOT,
    );
    if (!row) return undefined;
    const { siteCode, siteZone, cashAccount, now, ...attempt } = row;
    return { attempt: ofRow(attempt), site: { code: siteCode, timeZone: siteZone }, cashAccount, now };
  }

  /** The subquery that tells its customer; an attempt never gets another one. */
  customerOf(which: AttemptRef): Statement {
    const { sql: where, parameters } = conditionOf(which);
    return { sql: `select a.customer_id from payment_attempts a where ${where}`, parameters };
  }

  /** False, with nothing written, when the target has a live attempt already. */
  async insert(attempt: NewAttemptRow): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into payment_attempts (id, target_kind, target_id, customer_id, site_id, gateway, account_id, merchant_order_id,
                                     amount, fee_amount, currency, channel, return_url, expires_at, next_check_at,
                                     created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)
       on conflict (target_kind, target_id) where state in ('CREATING', 'PENDING') do nothing`,
      [
        ...[attempt.id, attempt.target.kind, attempt.target.id, attempt.customerId, attempt.siteId, attempt.gateway],
        ...[attempt.accountId, attempt.merchantOrderId, attempt.amount, attempt.feeAmount, attempt.currency],
        ...[attempt.channel, attempt.returnUrl, attempt.expiresAt, attempt.nextCheckAt, attempt.createdAt],
      ],
    );
    return affected === 1;
  }

  /** Writes a move of an attempt whose row the caller holds. */
  async move(id: string, change: AttemptChange, at: Date): Promise<void> {
    const { sql, parameters } = this.moving(id, change, at);
    await this.database.execute(sql, parameters, HOT);
  }

  /** The statement of {@link move}. */
  moving(id: string, change: AttemptChange, at: Date): Statement {
    const { instructions, nextCheckAt } = change;
    return {
      sql: `update payment_attempts a
          set state = $2, reason = coalesce($3, a.reason), provider_ref = coalesce(a.provider_ref,
                (select $4::text where not exists (select from payment_attempts o where o.gateway = a.gateway
                   and o.account_id = a.account_id and o.provider_ref = $4 and o.id <> a.id))),
              claimed_amount = coalesce($5, a.claimed_amount), channel = coalesce($6, a.channel),
              va_number = coalesce($7, a.va_number), qr_string = coalesce($8, a.qr_string), pay_url = coalesce($9, a.pay_url),
              instructions = coalesce($10::jsonb, a.instructions), expires_at = coalesce($11, a.expires_at),
              next_check_at = case when $12 then $13 else a.next_check_at end,
              settled_at = case when $2 = 'PAID' then coalesce(a.settled_at, $14) else a.settled_at end,
              version = a.version + 1, updated_at = $14
        where a.id = $1`,
      parameters: [
        ...[id, change.state, change.reason ?? null, change.providerRef ?? null, change.claimedAmount ?? null],
        ...[change.channel ?? null, change.vaNumber ?? null, change.qrString ?? null, change.payUrl ?? null],
        ...[instructions === undefined || instructions === null ? null : JSON.stringify(instructions)],
        ...[change.expiresAt ?? null, nextCheckAt !== undefined, nextCheckAt ?? null, at],
      ],
    };
  }

  /**
   * Takes the right to ask the provider about an attempt; false when somebody did less than `seconds` ago. It is none of the
   * five questions of reconciliation: a payer who presses the button must not use them up.
   */
  async claimCheck(id: string, seconds: number): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update payment_attempts set checked_at = app_now()
        where id = $1 and (checked_at is null or checked_at <= app_now() - $2 * interval '1 second')`,
      [id, seconds],
    );
    return affected === 1;
  }

  /** Asks sooner than planned. */
  async checkBy(id: string, at: Date): Promise<void> {
    await this.database.execute('update payment_attempts set next_check_at = least(next_check_at, $2) where id = $1', [
      id,
      at,
    ]);
  }

  private async one(sql: string, parameters: readonly unknown[]): Promise<PaymentAttempt | undefined> {
    const row = await this.database.queryOne<Row>(sql, parameters);
    return row && ofRow(row);
  }
}

function conditionOf(which: AttemptRef): Statement {
  if (typeof which === 'string') return { sql: 'a.id = $1', parameters: [which] };
  const { gateway, accountId, merchantOrderId } = which;
  return {
    sql: 'a.gateway = $1 and a.account_id = $2 and a.merchant_order_id = $3',
    parameters: [gateway, accountId, merchantOrderId],
  };
}

function ofRow({ targetKind, targetId, ...attempt }: Row): PaymentAttempt {
  return { ...attempt, target: { kind: targetKind, id: targetId } };
}

/** Is it the unique key of references: the gateway names two orders alike? */
export function isForeignReference(error: unknown): boolean {
  const { driverError } = (error ?? {}) as { driverError?: { constraint?: string } };
  return driverError?.constraint === 'uq_payment_attempts_provider_ref';
}
