import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database, ScopeFilter } from '@app/platform';

/** A discount that a subscription has, or had. */
export interface DiscountGrant {
  id: string;
  discountId: string;
  code: string;
  name: string;
  combinable: boolean;
  subscriptionId: string;
  customerId: string;
  /** Periods that are left; null: forever. */
  periodsLeft: number | null;
  grantedBy: string;
  grantedAt: Date;
  /** Used up or revoked. */
  endedAt: Date | null;
}

const SELECT = `select g.id, g.discount_id as "discountId", d.code, d.name, d.combinable,
    g.subscription_id as "subscriptionId", s.customer_id as "customerId", g.periods_left as "periodsLeft",
    g.granted_by as "grantedBy", g.granted_at as "grantedAt", g.ended_at as "endedAt"
  from discount_grants g join discounts d on d.id = g.discount_id join subscriptions s on s.id = g.subscription_id`;

@Injectable()
export class DiscountGrantRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Newest first. */
  async ofSubscription(subscriptionId: string): Promise<DiscountGrant[]> {
    const parameters: unknown[] = [subscriptionId];
    const mine = this.scope.customer('s.customer_id', 's.site_id').into(parameters);
    return this.database.query(`${SELECT} where g.subscription_id = $1 and ${mine} order by g.id desc`, parameters);
  }

  async find(id: string): Promise<DiscountGrant | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.customer('s.customer_id', 's.site_id').into(parameters);
    return this.database.queryOne(`${SELECT} where g.id = $1 and ${mine}`, parameters);
  }

  /** Those in force on the invoice that a subscription stands on, also of the other services of who pays. */
  async openBeside(subscriptionId: string): Promise<DiscountGrant[]> {
    return this.database.query(
      `${SELECT} where g.ended_at is null and coalesce(s.payer_customer_id, s.customer_id) =
         (select coalesce(payer_customer_id, customer_id) from subscriptions where id = $1)`,
      [subscriptionId],
    );
  }

  async insert(
    row: Pick<DiscountGrant, 'discountId' | 'subscriptionId' | 'periodsLeft' | 'grantedBy'>,
  ): Promise<string> {
    const id = uuidv7();
    await this.database.execute(
      `insert into discount_grants (id, discount_id, subscription_id, periods_left, granted_by) values ($1, $2, $3, $4, $5)`,
      [id, row.discountId, row.subscriptionId, row.periodsLeft, row.grantedBy],
    );
    return id;
  }

  /** False when it has ended already. */
  async end(id: string, at: Date): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update discount_grants set ended_at = $2 where id = $1 and ended_at is null`,
      [id, at],
    );
    return affected === 1;
  }
}
