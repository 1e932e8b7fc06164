import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database, ScopeFilter } from '@app/platform';

/** The brake of mass isolation (billing.md 1.9); `siteId` null: of all sites together. */
export interface DunningBrake {
  id: string;
  siteId: string | null;
  /** `HELD`: nobody is isolated; `CONFIRMED`: the next tick goes on; `RELEASED`: over. */
  state: 'HELD' | 'CONFIRMED' | 'RELEASED';
  /** Customers that the last tick would have isolated, and how many it may. */
  candidateCount: number;
  limit: number;
  heldAt: Date;
  confirmedBy: string | null;
  confirmedAt: Date | null;
  confirmedCount: number | null;
}

const COLUMNS = `b.id, b.site_id as "siteId", b.state, b.candidate_count as "candidateCount", b.brake_limit as "limit",
  b.held_at as "heldAt", b.confirmed_by as "confirmedBy", b.confirmed_at as "confirmedAt",
  b.confirmed_count as "confirmedCount"`;

@Injectable()
export class DunningBrakeRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Brakes in force in the actor's scope. */
  async inForce(): Promise<DunningBrake[]> {
    const parameters: unknown[] = [];
    const mine = this.scope.site('b.site_id').into(parameters);
    return this.database.query(
      `select ${COLUMNS} from dunning_brakes b where b.state in ('HELD', 'CONFIRMED') and ${mine} order by b.id`,
      parameters,
    );
  }

  /** Notes that a tick stopped; a confirmation that stands is kept. */
  async hold(siteId: string | null, counts: { candidates: number; limit: number }, at: Date): Promise<DunningBrake> {
    const row = await this.database.queryOne<DunningBrake>(
      `insert into dunning_brakes as b (id, site_id, state, candidate_count, brake_limit, held_at)
       values ($1, $2, 'HELD', $3, $4, $5)
       on conflict (site_id) where state in ('HELD', 'CONFIRMED')
         do update set candidate_count = excluded.candidate_count, brake_limit = excluded.brake_limit
       returning ${COLUMNS}`,
      [uuidv7(), siteId, counts.candidates, counts.limit, at],
    );
    if (!row) throw new Error('the brake was not written');
    return row;
  }

  /** False when nothing is held there. */
  async confirm(siteId: string | null, count: number, by: string, at: Date): Promise<boolean> {
    const row = await this.database.queryOne(
      `update dunning_brakes set state = 'CONFIRMED', confirmed_by = $3, confirmed_at = $4, confirmed_count = $2
        where site_id is not distinct from $1 and state = 'HELD' returning id`,
      [siteId, count, by, at],
    );
    return row !== undefined;
  }

  /** Uses a confirmation up: it counts for one tick. @returns how many that one may isolate */
  async takeConfirmation(siteId: string | null, at: Date): Promise<number | undefined> {
    const row = await this.database.queryOne<{ count: number }>(
      `update dunning_brakes set state = 'RELEASED', released_at = $2
        where site_id is not distinct from $1 and state = 'CONFIRMED' returning confirmed_count as count`,
      [siteId, at],
    );
    return row?.count;
  }

  /** The tick is within its limit again. */
  async release(siteId: string | null, at: Date): Promise<boolean> {
    const row = await this.database.queryOne(
      `update dunning_brakes set state = 'RELEASED', released_at = $2
        where site_id is not distinct from $1 and state in ('HELD', 'CONFIRMED') returning id`,
      [siteId, at],
    );
    return row !== undefined;
  }

  /** Most customers isolated on one of the 30 days before, leaving out what somebody confirmed past the brake. */
  async mostOf30Days(siteId: string | null, asOf: Date): Promise<number> {
    const row = await this.database.queryOne<{ most: number }>(
      `select coalesce(max(n), 0)::int as most from (
         select count(distinct customer_id) as n from dunning_actions
          where action = 'ISOLATED' and happened_at > $2::timestamptz - interval '30 days' and happened_at <= $2
            and ($1::uuid is null or site_id = $1) and not detail ? 'confirmed'
          group by (happened_at at time zone 'UTC')::date
       ) days`,
      [siteId, asOf],
    );
    return row?.most ?? 0;
  }

  /** A clock that jumped and that nobody has confirmed: nothing is isolated on its word (billing.md G7). */
  async isClockInDoubt(): Promise<boolean> {
    return (await this.database.queryOne('select from clock_faults where confirmed_at is null limit 1')) !== undefined;
  }
}
