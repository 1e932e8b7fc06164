import { Injectable } from '@nestjs/common';
import { Database, HOT } from '@app/platform';
import { type UsageLimit } from '../domain/service-facts';
import { LIMIT, settingsJoin } from '../repositories/profile-settings.sql';
import { type LimitChange, type PollTarget } from '../usage/poll.repository';
import { type QueueReading } from './queue-reading';
import { RECORD_LINES } from './record-lines.sql';

/** What a line was last seen to do, and what it has used. */
export interface LineUsage {
  subscriptionId: string;
  /** Last traffic. */
  lastSeenAt: Date | null;
  usedBytes: bigint;
  limit: UsageLimit;
}

/** What queues have counted. The machinery writes; who asks has checked that the subscriptions are his. */
@Injectable()
export class LineUsageRepository {
  constructor(private readonly database: Database) {}

  /** One statement, whatever the number of lines. A claim that was taken over changes nothing. */
  async record(
    { routerId, claim, polledAt }: PollTarget,
    at: Date,
    queues: readonly QueueReading[],
  ): Promise<LimitChange[]> {
    return this.database.query<LimitChange>(
      RECORD_LINES,
      [
        ...[routerId, claim.toString(), at, queues.map(({ name }) => name)],
        ...[queues.map(({ up }) => up), queues.map(({ down }) => down), polledAt],
      ],
      HOT,
    );
  }

  async of(subscriptionIds: readonly string[]): Promise<Map<string, LineUsage>> {
    if (subscriptionIds.length === 0) return new Map();
    const rows = await this.database.query<LineUsage>(
      `select s.id as "subscriptionId", u.last_seen_at as "lastSeenAt", coalesce(limits.used_bytes, u.used_bytes, 0) as "usedBytes",
              ${LIMIT} as "limit"
         from static_lines l join subscriptions s on s.id = l.subscription_id
         left join pppoe_usage_states u on u.subscription_id = s.id
         ${settingsJoin('s.plan_id', 'l.router_id')}
        where s.id = any ($1::uuid[])`,
      [subscriptionIds],
    );
    return new Map(rows.map((row) => [row.subscriptionId, row]));
  }
}
