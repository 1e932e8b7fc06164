import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** An account as the sync of its router needs it. */
export interface RouterAccount {
  id: string;
  subscriptionId: string;
  username: string;
  passwordSealed: string;
  remoteAddress: string | null;
}

/** Where the account of a subscription is written. */
export interface AccountPlace {
  subscriptionId: string;
  routerId: string;
  username: string;
}

/** The accounts as the worker sees them: by router, subscription and plan, of every site, one statement each. */
@Injectable()
export class RouterAccountsRepository {
  constructor(private readonly database: Database) {}

  async ofRouter(routerId: string, usernames: readonly string[] | 'all'): Promise<RouterAccount[]> {
    return this.database.query<RouterAccount>(
      `select id, subscription_id as "subscriptionId", username, password_sealed as "passwordSealed",
              host(remote_address) as "remoteAddress"
         from pppoe_accounts where router_id = $1 and ($2::text[] is null or username = any ($2))`,
      [routerId, usernames === 'all' ? null : usernames],
    );
  }

  /** One subscription of every plan that has accounts on the router. */
  async planSamples(routerId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select distinct on (s.plan_id) s.id
         from pppoe_accounts a join subscriptions s on s.id = a.subscription_id
        where a.router_id = $1 order by s.plan_id, s.id`,
      [routerId],
    );
    return rows.map((row) => row.id);
  }

  async placeOf(subscriptionId: string): Promise<AccountPlace | undefined> {
    return this.database.queryOne<AccountPlace>(
      `select subscription_id as "subscriptionId", router_id as "routerId", username
         from pppoe_accounts where subscription_id = $1`,
      [subscriptionId],
    );
  }

  async placesOfPlan(planId: string): Promise<AccountPlace[]> {
    return this.database.query<AccountPlace>(
      `select a.subscription_id as "subscriptionId", a.router_id as "routerId", a.username
         from subscriptions s join pppoe_accounts a on a.subscription_id = s.id where s.plan_id = $1`,
      [planId],
    );
  }
}
