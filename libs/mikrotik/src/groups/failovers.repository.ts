import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type BucketShare } from '../domain/bucket-shares';
import { type MemberState, type Observation, type Patience } from '../domain/failover-watch';
import { type Failover, type FailoverMode, type GroupMember } from './router-group';

/** A member with its router's state, what was seen of it, its failover, if one is on, and what its group decides. */
export interface WatchedMember extends GroupMember, MemberState, Observation, Patience {
  groupId: string;
  name: string;
  failoverMode: FailoverMode;
  failBackMode: FailoverMode;
  /** What should be written to it has been: a redial finds everything. */
  inStep: boolean;
  failoverId: string | null;
  failoverTrigger: FailoverMode | null;
  /** Somebody serves its subscribers. */
  covered: boolean;
}

/** A share of a failover that is on. */
export interface LiveShare extends BucketShare {
  failoverId: string;
  homeRouterId: string;
}

const FAILOVER = `f.id, f.group_id as "groupId", f.router_id as "routerId", f.trigger, f.started_at as "startedAt",
  f.ended_at as "endedAt", f.end_trigger as "endTrigger"`;

/** Members as the watch sees them, and failovers: of every site; routes come here after the group was found. */
@Injectable()
export class FailoversRepository {
  constructor(private readonly database: Database) {}

  /** Members of one group, or of every group. */
  async members(groupId: string | null): Promise<WatchedMember[]> {
    return this.database.query<WatchedMember>(
      `select m.group_id as "groupId", m.router_id as "routerId", m.weight, m.capacity, m.priority,
              m.down_seconds as "downSeconds", m.up_since as "upSince", m.observed_at as "observedAt",
              r.name, r.mode, case when r.identity_state = 'IDENTITY_MISMATCH' then 'UNKNOWN' else r.health end as health,
              r.health_changed_at as "healthChangedAt", r.booted_at as "bootedAt",
              g.failover_mode as "failoverMode", g.fail_back_mode as "failBackMode",
              g.failover_after_seconds as "failoverAfterSeconds", g.fail_back_after_seconds as "failBackAfterSeconds",
              f.id as "failoverId", f.trigger as "failoverTrigger",
              exists (select from router_failover_shares s where s.failover_id = f.id) as covered,
              coalesce(r.full_sync_wanted_at <= r.last_full_sync_at, false) and not exists (
                select from router_sync_items i
                 where i.router_id = r.id and i.wanted_version > i.applied_version and not i.dead) as "inStep"
         from router_group_members m join routers r on r.id = m.router_id
         join router_groups g on g.id = m.group_id
         left join router_failovers f on f.router_id = m.router_id and f.ended_at is null
        where $1::uuid is null or m.group_id = $1 order by m.group_id, m.priority, m.router_id`,
      [groupId],
    );
  }

  /** Keeps what was seen, in one statement. */
  async saveObservations(seen: readonly (Observation & { routerId: string })[]): Promise<void> {
    await this.database.execute(
      `update router_group_members m set down_seconds = o.down_seconds, up_since = o.up_since, observed_at = o.observed_at
         from unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::timestamptz[])
           as o (router_id, down_seconds, up_since, observed_at)
        where m.router_id = o.router_id`,
      [
        seen.map(({ routerId }) => routerId),
        seen.map(({ downSeconds }) => downSeconds),
        seen.map(({ upSince }) => upSince),
        seen.map(({ observedAt }) => observedAt),
      ],
    );
  }

  /** False when one is on already. */
  async start(failover: Pick<Failover, 'id' | 'groupId' | 'routerId' | 'trigger' | 'startedAt'>): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into router_failovers (id, group_id, router_id, trigger, started_at) values ($1, $2, $3, $4, $5)
       on conflict (router_id) where ended_at is null do nothing`,
      [failover.id, failover.groupId, failover.routerId, failover.trigger, failover.startedAt],
    );
    return affected === 1;
  }

  /** Ends it and takes its shares back. */
  async end(id: string, trigger: FailoverMode, at: Date): Promise<void> {
    await this.database.execute('delete from router_failover_shares where failover_id = $1', [id]);
    await this.database.execute(
      `with ended as (
         update router_failovers set ended_at = $2, end_trigger = $3 where id = $1 and ended_at is null returning router_id)
       update router_group_members m set down_seconds = 0 from ended where m.router_id = ended.router_id`,
      [id, at, trigger],
    );
  }

  /** Shares of the failovers of a group that are on. */
  async shares(groupId: string): Promise<LiveShare[]> {
    return this.database.query<LiveShare>(
      `select f.id as "failoverId", f.router_id as "homeRouterId", s.router_id as "routerId", s.from_bucket as "from",
              s.to_bucket as "to"
         from router_failovers f join router_failover_shares s on s.failover_id = f.id
        where f.group_id = $1 and f.ended_at is null order by f.id, s.from_bucket, s.router_id`,
      [groupId],
    );
  }

  async addShares(shares: readonly LiveShare[]): Promise<void> {
    if (shares.length === 0) return;
    await this.database.execute(
      `insert into router_failover_shares (failover_id, router_id, from_bucket, to_bucket)
       select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[])`,
      [
        shares.map(({ failoverId }) => failoverId),
        shares.map(({ routerId }) => routerId),
        shares.map(({ from }) => from),
        shares.map(({ to }) => to),
      ],
    );
  }

  async removeShares(shares: readonly LiveShare[]): Promise<void> {
    if (shares.length === 0) return;
    await this.database.execute(
      `delete from router_failover_shares s using unnest($1::uuid[], $2::uuid[], $3::int[]) as d (failover_id, router_id, from_bucket)
        where s.failover_id = d.failover_id and s.router_id = d.router_id and s.from_bucket = d.from_bucket`,
      [
        shares.map(({ failoverId }) => failoverId),
        shares.map(({ routerId }) => routerId),
        shares.map(({ from }) => from),
      ],
    );
  }

  /** The latest of a group, newest first. */
  async history(groupId: string, limit: number): Promise<Failover[]> {
    return this.database.query<Failover>(
      `select ${FAILOVER} from router_failovers f where f.group_id = $1 order by f.started_at desc, f.id desc limit $2`,
      [groupId, limit],
    );
  }
}
