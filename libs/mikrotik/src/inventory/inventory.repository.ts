import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type Inventory } from '../domain/inventory/inventory';

type Stored = Pick<Inventory, 'objects' | 'unreadable'>;

/** The last look at each router. Callers have checked that the router is in their scope. */
@Injectable()
export class InventoryRepository {
  constructor(private readonly database: Database) {}

  /** Undefined when it is older than this, or there is none. */
  async find(routerId: string, maxAgeMs: number): Promise<Inventory | undefined> {
    const row = await this.database.queryOne<{ takenAt: Date; stored: Stored }>(
      `select taken_at as "takenAt", objects as stored from router_inventories
        where router_id = $1 and taken_at > now() - $2 * interval '1 millisecond'`,
      [routerId, maxAgeMs],
    );
    return row && { ...row.stored, takenAt: row.takenAt };
  }

  /** Replaces the one before, and forgets those of every router that are older than a day: they hold people's names. */
  async save(routerId: string, stored: Stored): Promise<Date> {
    await this.database.execute(`delete from router_inventories where taken_at < now() - interval '1 day'`);
    const row = await this.database.queryOne<{ takenAt: Date }>(
      `insert into router_inventories (router_id, taken_at, objects) values ($1, now(), $2)
       on conflict (router_id) do update set taken_at = excluded.taken_at, objects = excluded.objects
       returning taken_at as "takenAt"`,
      [routerId, JSON.stringify(stored)],
    );
    if (!row) throw new Error(`no inventory of ${routerId}`);
    return row.takenAt;
  }

  async forget(routerId: string): Promise<void> {
    await this.database.execute(`delete from router_inventories where router_id = $1`, [routerId]);
  }
}
