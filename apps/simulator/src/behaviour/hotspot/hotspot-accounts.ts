import { formatUptime, parseDuration } from '../../engine/durations';
import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { type HotspotSession, type Usage } from './hotspot-session';

/** What a user may still use; null = unlimited. */
export interface Budget {
  readonly uptimeMs: number | null;
  readonly bytesIn: bigint | null;
  readonly bytesOut: bigint | null;
  readonly bytesTotal: bigint | null;
}

const NOTHING: Usage = { uptimeMs: 0, bytesIn: 0n, bytesOut: 0n };

/** The users of the hotspot: what they have used in all their sessions, and what their limits leave. */
export class HotspotAccounts {
  /** What a session had used when the counters of its user were reset. */
  private readonly baselines = new WeakMap<HotspotSession, Usage>();

  constructor(
    private readonly router: RouterState,
    private readonly sessionsOf: (user: Row) => Iterable<HotspotSession>,
  ) {
    const table = router.table('/ip/hotspot/user');
    for (const row of table.list()) this.count(row);
    table.watch(({ kind, row }) => {
      if (kind === 'added') this.count(row);
    });
  }

  /** The user of that name on that server; one of the server itself comes before one of all servers. */
  find(name: string, server: string): Row | undefined {
    const table = this.router.table('/ip/hotspot/user');
    const of = (wanted: string): Row | undefined =>
      table.twin(
        new Map([
          ['name', name],
          ['server', wanted],
        ]),
        null,
      );
    return of(server) ?? of('all');
  }

  /** Sum over the closed sessions and the open ones. */
  used(user: Row): Usage {
    const sum: Usage = {
      uptimeMs: parseDuration(user.values.get('uptime') ?? '') ?? 0,
      bytesIn: BigInt(user.values.get('bytes-in') ?? '0'),
      bytesOut: BigInt(user.values.get('bytes-out') ?? '0'),
    };
    for (const session of this.sessionsOf(user)) add(sum, this.since(session));
    return sum;
  }

  budget(user: Row): Budget {
    const used = this.used(user);
    const left = (name: string, bytes: bigint): bigint | null => {
      const limit = BigInt(user.get(name) ?? '0');
      return limit === 0n ? null : limit - bytes;
    };
    const uptime = parseDuration(user.get('limit-uptime') ?? '') ?? 0;
    return {
      uptimeMs: uptime === 0 ? null : uptime - used.uptimeMs,
      bytesIn: left('limit-bytes-in', used.bytesIn),
      bytesOut: left('limit-bytes-out', used.bytesOut),
      bytesTotal: left('limit-bytes-total', used.bytesIn + used.bytesOut),
    };
  }

  /** A session is over: what it used is the user's for good. */
  book(session: HotspotSession): void {
    const { user } = session.terms;
    const table = this.router.table('/ip/hotspot/user');
    if (!table.has(user)) return;
    const { uptimeMs, bytesIn, bytesOut } = this.since(session);
    const more = (name: string, bytes: bigint): string => String(BigInt(user.values.get(name) ?? '0') + bytes);
    table.update(user, {
      uptime: formatUptime((parseDuration(user.values.get('uptime') ?? '') ?? 0) + uptimeMs),
      'bytes-in': more('bytes-in', bytesIn),
      'bytes-out': more('bytes-out', bytesOut),
    });
  }

  /** The counters of a user start again, those of the sessions that are open too. */
  reset(user: Row): void {
    for (const session of this.sessionsOf(user)) this.baselines.set(session, session.used);
  }

  private since(session: HotspotSession): Usage {
    const { uptimeMs, bytesIn, bytesOut } = this.baselines.get(session) ?? NOTHING;
    const used = session.used;
    return {
      uptimeMs: used.uptimeMs - uptimeMs,
      bytesIn: used.bytesIn - bytesIn,
      bytesOut: used.bytesOut - bytesOut,
    };
  }

  private count(user: Row): void {
    user.show('uptime', () => formatUptime(this.used(user).uptimeMs));
    user.show('bytes-in', () => String(this.used(user).bytesIn));
    user.show('bytes-out', () => String(this.used(user).bytesOut));
    user.show('packets-in', () => String(this.used(user).bytesIn / 600n));
    user.show('packets-out', () => String(this.used(user).bytesOut / 900n));
  }
}

function add(sum: Usage, more: Usage): void {
  sum.uptimeMs += more.uptimeMs;
  sum.bytesIn += more.bytesIn;
  sum.bytesOut += more.bytesOut;
}
