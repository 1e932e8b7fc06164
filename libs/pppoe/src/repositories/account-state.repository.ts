import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type UsageLimit } from '../domain/service-facts';
import { LIMIT, settingsJoin } from './profile-settings.sql';

/** What was last seen of an account, and what it has used. */
export interface AccountState {
  subscriptionId: string;
  online: boolean;
  lastSeenAt: Date | null;
  lastAddress: string | null;
  lastCallerId: string | null;
  /** Beginning of the running period, and its traffic in both directions. */
  periodStart: string | null;
  usedBytes: bigint;
  limit: UsageLimit;
}

/** What the polls have come to, by subscription. Callers have checked that these are theirs. */
@Injectable()
export class AccountStateRepository {
  constructor(private readonly database: Database) {}

  /** One statement for any number; accounts without anything to tell are there all the same. */
  async of(subscriptionIds: readonly string[]): Promise<Map<string, AccountState>> {
    if (subscriptionIds.length === 0) return new Map();
    const rows = await this.database.query<AccountState>(
      `select a.subscription_id as "subscriptionId",
              exists (select from pppoe_live_sessions l where l.account_id = a.id) as online,
              u.last_seen_at as "lastSeenAt", host(u.last_address) as "lastAddress", u.last_caller_id as "lastCallerId",
              u.period_start as "periodStart", coalesce(u.used_bytes, 0) as "usedBytes", ${LIMIT} as "limit"
         from pppoe_accounts a join subscriptions s on s.id = a.subscription_id
         left join pppoe_usage_states u on u.subscription_id = s.id
         ${settingsJoin('s.plan_id', 'a.router_id')}
        where a.subscription_id = any ($1::uuid[])`,
      [subscriptionIds],
    );
    return new Map(rows.map((row) => [row.subscriptionId, row]));
  }
}
