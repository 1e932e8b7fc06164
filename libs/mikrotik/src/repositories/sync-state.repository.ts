import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type BrakeReason, type Losses } from '../domain/brake';

/** What the brake has to know of a router. */
export interface SyncState {
  /** Objects of ours at the last comparison. */
  managed: number;
  /** Taken away within the window. */
  lately: Losses;
  /** Fingerprints of losses that a person has let through. */
  allowed: ReadonlySet<string>;
}

/** A plan that is held. */
export interface Brake extends BrakeReason {
  brakedAt: Date;
}

const WINDOW = `interval '10 minutes'`;
const ALLOWED_FOR = `interval '1 hour'`;

/** One row per router that has ever been compared. Times are PostgreSQL's own. */
@Injectable()
export class SyncStateRepository {
  constructor(private readonly database: Database) {}

  async state(routerId: string): Promise<SyncState> {
    const row = await this.database.queryOne<{ managed: number; removals: number; cuts: number; allowed: string[] }>(
      `select managed,
              case when window_began > clock_timestamp() - ${WINDOW} then removals else 0 end as removals,
              case when window_began > clock_timestamp() - ${WINDOW} then cuts else 0 end as cuts,
              case when allowed_until > clock_timestamp() then allowed else '{}' end as allowed
         from router_sync_states where router_id = $1`,
      [routerId],
    );
    const { managed = 0, removals = 0, cuts = 0, allowed = [] } = row ?? {};
    return { managed, lately: { removals, cuts }, allowed: new Set(allowed) };
  }

  /** The plan that is held; undefined while the router is not braked. */
  async brake(routerId: string): Promise<Brake | undefined> {
    const row = await this.database.queryOne<{ brake: BrakeReason; brakedAt: Date }>(
      `select brake, braked_at as "brakedAt" from router_sync_states where router_id = $1 and braked_at is not null`,
      [routerId],
    );
    return row && { ...row.brake, brakedAt: row.brakedAt };
  }

  async recordManaged(routerId: string, managed: number): Promise<void> {
    await this.database.execute(
      `insert into router_sync_states (router_id, managed) values ($1, $2)
       on conflict (router_id) do update set managed = excluded.managed`,
      [routerId, managed],
    );
  }

  /** Adds to what was taken away in this window, or begins a new one. */
  async recordLosses(routerId: string, { removals, cuts }: Losses): Promise<void> {
    await this.database.execute(
      `insert into router_sync_states as s (router_id, window_began, removals, cuts)
       values ($1, clock_timestamp(), $2, $3)
       on conflict (router_id) do update set
         removals = excluded.removals + case when s.window_began > clock_timestamp() - ${WINDOW} then s.removals else 0 end,
         cuts = excluded.cuts + case when s.window_began > clock_timestamp() - ${WINDOW} then s.cuts else 0 end,
         window_began = case when s.window_began > clock_timestamp() - ${WINDOW} then s.window_began
                             else clock_timestamp() end`,
      [routerId, removals, cuts],
    );
  }

  /** @returns true when the router was not braked, or for something else */
  async hold(routerId: string, reason: BrakeReason): Promise<boolean> {
    const row = await this.database.queryOne<{ news: boolean }>(
      `with old as (select brake from router_sync_states where router_id = $1)
       insert into router_sync_states as s (router_id, braked_at, brake) values ($1, clock_timestamp(), $2)
       on conflict (router_id) do update set
         braked_at = coalesce(s.braked_at, excluded.braked_at), brake = excluded.brake
       returning coalesce((select brake->>'digest' from old) is distinct from $2::jsonb->>'digest', true) as news`,
      [routerId, JSON.stringify(reason)],
    );
    return row?.news ?? false;
  }

  /** @returns false when it was not braked */
  async release(routerId: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update router_sync_states set braked_at = null, brake = null where router_id = $1 and braked_at is not null`,
      [routerId],
    );
    return affected > 0;
  }

  /** Lets these losses through for a while, and ends the brake. */
  async allow(routerId: string, fingerprints: readonly string[]): Promise<void> {
    await this.database.execute(
      `insert into router_sync_states (router_id, allowed, allowed_until)
       values ($1, $2::text[], clock_timestamp() + ${ALLOWED_FOR})
       on conflict (router_id) do update set
         allowed = excluded.allowed, allowed_until = excluded.allowed_until, braked_at = null, brake = null`,
      [routerId, fingerprints],
    );
  }

  /** Somebody has asked for the next full sync. */
  async demand(routerId: string): Promise<void> {
    await this.database.execute(
      `insert into router_sync_states (router_id, demanded_at) values ($1, clock_timestamp())
       on conflict (router_id) do update set demanded_at = excluded.demanded_at`,
      [routerId],
    );
  }
}
