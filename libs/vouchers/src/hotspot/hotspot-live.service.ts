import { Injectable } from '@nestjs/common';
import { Clock, CoreErrors, decodeCursor, type Page, pageOf } from '@app/core';
import { MikrotikErrors, RouterOsError, RouterReader, RoutersService, type Row, SessionKicker } from '@app/mikrotik';
import { Cache, type CacheKey, CacheKeys } from '@app/platform';
import { LIVE_TABLES, type LiveTableName } from './live-tables';

export interface LiveRequest {
  routerId: string;
  limit: number;
  cursor?: string;
  /** Beginning of a user name, address or MAC address. */
  q?: string;
}

/** Rows of a router, and how old they are. */
export type LivePage = Page<Row> & { readAt: Date; ageSeconds: number };

interface Copy {
  rows: Row[];
  readAt: string;
}

/** The pages of one view are out of one reading, and a router is not read again for everybody who looks. */
const KEPT_MS = 5_000;

/** The hotspot of a router as it is now. Nothing here holds a transaction open. */
@Injectable()
export class HotspotLive {
  constructor(
    private readonly routers: RoutersService,
    private readonly reader: RouterReader,
    private readonly kicker: SessionKicker,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  /** In the router's order. @throws DomainError CORE_NOT_FOUND, CORE_INVALID_CURSOR, MIKROTIK_ROUTER_UNREACHABLE */
  async view(name: LiveTableName, { routerId, limit, cursor, q = '' }: LiveRequest): Promise<LivePage> {
    const after = cursor === undefined ? -1 : positionOf(cursor);
    await this.routers.get(routerId);
    const { rows, readAt } = await this.answered(() =>
      this.cache.getOrLoad(keyOf(routerId, name), KEPT_MS, () => this.load(routerId, name)),
    );
    const wanted = rows
      .filter((row) => numberOf(row) > after && matches(row, LIVE_TABLES[name].search, q.toLowerCase()))
      .sort((a, b) => numberOf(a) - numberOf(b));
    const at = new Date(readAt);
    const ageSeconds = Math.max(0, Math.floor((this.clock.now().getTime() - at.getTime()) / 1_000));
    return { ...pageOf(wanted.slice(0, limit + 1), limit, (row) => [numberOf(row)]), readAt: at, ageSeconds };
  }

  /**
   * Ends the sessions of a user and forgets its cookies first: a device with a cookie would be back at once (routeros.md,
   * hotspot). No session is a success as well.
   *
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_UNREACHABLE
   */
  async kick(routerId: string, username: string): Promise<{ sessions: number; cookies: number }> {
    await this.routers.get(routerId);
    const [cookies, sessions] = await this.answered(async () => [
      await this.end(routerId, '/ip/hotspot/cookie', username),
      await this.end(routerId, '/ip/hotspot/active', username),
    ]);
    for (const name of ['sessions', 'cookies', 'hosts'] as const) this.cache.invalidate(keyOf(routerId, name));
    return { sessions, cookies };
  }

  private async end(routerId: string, menu: string, username: string): Promise<number> {
    const where = { menu, by: 'user' as const };
    return this.kicker.remove(routerId, where, await this.kicker.find(routerId, where, [username]));
  }

  private async load(routerId: string, name: LiveTableName): Promise<Copy> {
    const { menu, columns } = LIVE_TABLES[name];
    const rows = await this.reader.table(routerId, menu, columns, { churning: true });
    return { rows, readAt: this.clock.now().toISOString() };
  }

  /** A router's failure as the caller's 503. */
  private async answered<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof RouterOsError)) throw error;
      throw MikrotikErrors.ROUTER_UNREACHABLE({ reason: error.code });
    }
  }
}

const keyOf = (routerId: string, name: LiveTableName): CacheKey =>
  CacheKeys.routerPrint(routerId, `hotspot-live-${name}`);

/** RouterOS ids are hexadecimal numbers behind an asterisk; they only grow. */
const numberOf = (row: Row): number => Number.parseInt((row['.id'] ?? '*0').slice(1), 16);

function positionOf(cursor: string): number {
  const [position] = decodeCursor(cursor, 1);
  if (typeof position !== 'number') throw CoreErrors.INVALID_CURSOR();
  return position;
}

const matches = (row: Row, columns: readonly string[], q: string): boolean =>
  q === '' || columns.some((column) => (row[column] ?? '').toLowerCase().startsWith(q));
