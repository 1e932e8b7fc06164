import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { condition, Database, KeysetList, type ListRequest } from '@app/platform';

export type BackupCause = 'SCHEDULED' | 'MANUAL';

/** A kept text of a router's configuration, without the text. */
export interface RouterBackup {
  id: string;
  routerId: string;
  cause: BackupCause;
  /** SHA-256 of the text. */
  hash: Buffer;
  bytes: number;
  lines: number;
  /** Lines that the one before did not have. */
  added: number;
  removed: number;
  rosVersion: string | null;
  /** Menus that the router lacks or keeps from our user. */
  unsupported: string[];
  takenAt: Date;
  /** The configuration was the same then. */
  verifiedAt: Date;
}

export interface NewBackup extends Omit<RouterBackup, 'takenAt' | 'verifiedAt'> {
  content: Buffer;
}

const COLUMNS = `b.id, b.router_id as "routerId", b.cause, b.hash, b.bytes, b.lines, b.added, b.removed,
  b.ros_version as "rosVersion", b.unsupported, b.taken_at as "takenAt", b.verified_at as "verifiedAt"`;

const list = new KeysetList<'takenAt'>({
  select: `select ${COLUMNS} from router_backups b`,
  id: 'b.id',
  sorts: { takenAt: { sql: 'b.taken_at', type: 'timestamptz' } },
  defaultSort: '-takenAt',
});

/** Kept configurations. Only for a router that was found within the scope, or for the machinery. */
@Injectable()
export class BackupRepository {
  constructor(private readonly database: Database) {}

  async page(routerId: string, request: ListRequest): Promise<Page<RouterBackup>> {
    return list.page<RouterBackup>(this.database, request, [condition('b.router_id = $?', routerId)]);
  }

  async find(routerId: string, id: string): Promise<(RouterBackup & { content: Buffer }) | undefined> {
    return this.database.queryOne(
      `select ${COLUMNS}, b.content from router_backups b where b.router_id = $1 and b.id = $2`,
      [routerId, id],
    );
  }

  /** @param before the newest one that is older than this one */
  async latest(routerId: string, before?: string): Promise<(RouterBackup & { content: Buffer }) | undefined> {
    return this.database.queryOne(
      `select ${COLUMNS}, b.content from router_backups b
        where b.router_id = $1 and ($2::uuid is null or (b.taken_at, b.id) < (
          select o.taken_at, o.id from router_backups o where o.id = $2))
        order by b.taken_at desc, b.id desc limit 1`,
      [routerId, before ?? null],
    );
  }

  async insert(backup: NewBackup): Promise<void> {
    await this.database.execute(
      `insert into router_backups (id, router_id, cause, hash, content, bytes, lines, added, removed, ros_version, unsupported)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[backup.id, backup.routerId, backup.cause, backup.hash, backup.content, backup.bytes, backup.lines],
        ...[backup.added, backup.removed, backup.rosVersion, backup.unsupported],
      ],
    );
  }

  async verified(id: string): Promise<void> {
    await this.database.execute(`update router_backups set verified_at = now() where id = $1`, [id]);
  }

  /** Routers whose configuration is kept. */
  async routerIds(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select id from routers where mode <> 'DISABLED' order by id`,
    );
    return rows.map(({ id }) => id);
  }

  /** What a backup needs to know of its router; undefined when there is none, or it is disabled. */
  async router(
    id: string,
  ): Promise<{ name: string; siteId: string; mode: string; rosVersion: string | null } | undefined> {
    return this.database.queryOne(
      `select name, site_id as "siteId", mode, ros_version as "rosVersion" from routers where id = $1 and mode <> 'DISABLED'`,
      [id],
    );
  }

  /** Deletes what is older than `days` and not among the newest `keep` of its router. Returns how many. */
  async purge(keep: number, days: number): Promise<number> {
    const { affected } = await this.database.execute(
      `delete from router_backups b using (
         select id, row_number() over (partition by router_id order by taken_at desc, id desc) as place from router_backups) r
        where r.id = b.id and r.place > $1 and b.taken_at < now() - $2 * interval '1 day'`,
      [keep, days],
    );
    return affected;
  }
}
