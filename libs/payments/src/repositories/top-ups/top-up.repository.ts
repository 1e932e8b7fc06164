import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { condition, Database, KeysetList, type ListRequest, type ScopeCondition, ScopeFilter } from '@app/platform';

/** Somebody wants to fill a deposit. */
export interface TopUp {
  id: string;
  siteId: string;
  customerId: string;
  /** In booking units of `currency`. */
  amount: bigint;
  currency: string;
  status: 'OPEN' | 'PAID';
  paymentId: string | null;
  createdBy: string;
  createdAt: Date;
  /** Nothing new is started for it afterwards; money that comes nevertheless is taken. */
  expiresAt: Date;
}

const COLUMNS = `t.id, t.site_id as "siteId", t.customer_id as "customerId", t.amount, t.currency, t.status,
  t.payment_id as "paymentId", t.created_by as "createdBy", t.created_at as "createdAt", t.expires_at as "expiresAt"`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from wallet_top_ups t`,
  id: 't.id',
  sorts: { createdAt: { sql: 't.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** Top-ups of the actor's customers. */
@Injectable()
export class TopUpRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async page(request: ListRequest, customerId: string): Promise<Page<TopUp>> {
    return list.page<TopUp>(this.database, request, [this.mine(), condition('t.customer_id = $?', customerId)]);
  }

  async find(id: string): Promise<TopUp | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from wallet_top_ups t where t.id = $1 and ${mine}`, parameters);
  }

  /** One that was asked for a moment ago and nobody has paid: a double click. */
  async waiting(customerId: string, amount: bigint, since: Date): Promise<TopUp | undefined> {
    const parameters: unknown[] = [customerId, amount, since];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS} from wallet_top_ups t
        where t.customer_id = $1 and t.amount = $2 and t.status = 'OPEN' and t.created_at > $3 and ${mine}
        order by t.created_at desc limit 1`,
      parameters,
    );
  }

  /** Lets one request of a customer through at a time, until the transaction ends. */
  async lock(customerId: string): Promise<void> {
    await this.database.query(`select pg_advisory_xact_lock(hashtextextended('wallet-top-ups:' || $1, 0))`, [
      customerId,
    ]);
  }

  async insert(topUp: TopUp): Promise<void> {
    await this.database.execute(
      `insert into wallet_top_ups (id, site_id, customer_id, amount, currency, created_by, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[topUp.id, topUp.siteId, topUp.customerId, topUp.amount, topUp.currency, topUp.createdBy, topUp.createdAt],
        topUp.expiresAt,
      ],
    );
  }

  /** @returns false when it was paid before: the money is the customer's all the same */
  async markPaid(id: string, paymentId: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update wallet_top_ups set status = 'PAID', payment_id = $2 where id = $1 and status = 'OPEN'`,
      [id, paymentId],
    );
    return affected === 1;
  }

  private mine(): ScopeCondition {
    return this.scope.customer('t.customer_id', 't.site_id');
  }
}
