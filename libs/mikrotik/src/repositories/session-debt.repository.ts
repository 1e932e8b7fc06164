import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type ResourceKey, SYNC_PRIORITY } from '../domain/desired-resource';

/** Objects whose sessions have still to be ended, in the durable queue: they are in doubt until that has been done. */
@Injectable()
export class SessionDebtRepository {
  constructor(private readonly database: Database) {}

  /** Behind everything else, unless they wait already for something more urgent. */
  async owe(routerId: string, keys: readonly ResourceKey[]): Promise<void> {
    if (keys.length === 0) return;
    await this.database.execute(
      `insert into router_sync_items as i (router_id, kind, resource_key, priority, in_doubt)
       select $1, kind, key, $4, true from (select distinct kind, key from unnest($2::text[], $3::text[]) as d (kind, key)) d
        order by kind, key
       on conflict (router_id, kind, resource_key) do update set in_doubt = true,
         priority = case when i.wanted_version > i.applied_version then least(i.priority, excluded.priority)
                         else excluded.priority end,
         wanted_version = i.wanted_version + 1,
         wanted_at = case when i.wanted_version > i.applied_version then i.wanted_at else now() end,
         next_attempt_at = case when i.wanted_version > i.applied_version then i.next_attempt_at else now() end`,
      [routerId, keys.map(({ kind }) => kind), keys.map(({ key }) => key), SYNC_PRIORITY.BULK],
    );
  }
}
