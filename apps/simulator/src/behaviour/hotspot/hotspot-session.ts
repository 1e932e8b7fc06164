import { formatUptime, parseDuration } from '../../engine/durations';
import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { DynamicRows } from '../dynamic-rows';
import { parseRateLimit, Traffic } from '../traffic';
import { type Budget } from './hotspot-accounts';

/** How a client came in, as `login-by` prints it. */
export type LoginBy = 'http-chap' | 'http-pap' | 'cookie' | 'mac-cookie' | 'mac' | 'trial' | 'admin';

export interface HotspotTerms {
  readonly user: Row;
  readonly profile: Row;
  readonly server: string;
  readonly mac: string;
  readonly address: string;
  readonly loginBy: LoginBy;
  readonly domain: string;
  /** What is left of the limits of the user; null = unlimited. */
  readonly budget: Budget;
}

/** What one session has used. */
export interface Usage {
  uptimeMs: number;
  bytesIn: bigint;
  bytesOut: bigint;
}

const text = (value: bigint): string => String(value);

/** One client that is logged in, with everything the router shows of it. */
export class HotspotSession {
  readonly active: Row;
  readonly profileName: string;
  private readonly traffic: Traffic;
  private readonly rows: DynamicRows;
  private readonly since: number;
  /** Since when nothing flows; null while the client surfs. */
  private idleSince: number | null = null;
  private idledMs = 0;
  private readonly extra: Usage = { uptimeMs: 0, bytesIn: 0n, bytesOut: 0n };

  constructor(
    private readonly router: RouterState,
    readonly terms: HotspotTerms,
  ) {
    this.since = router.clock.uptimeMs();
    this.profileName = terms.profile.get('name') ?? '';
    this.rows = new DynamicRows(router);
    const limit = parseRateLimit(terms.profile.get('rate-limit'));
    this.traffic = new Traffic(`${this.name} ${terms.mac}`, limit, () => this.surfedMs());
    if (limit !== null) this.showQueue(`${limit.upload}/${limit.download}`);
    this.rows.list(terms.profile.get('address-list'), terms.address);
    this.active = this.showActive();
  }

  get name(): string {
    return this.terms.user.get('name') ?? '';
  }

  get used(): Usage {
    return {
      uptimeMs: this.elapsedMs() + this.extra.uptimeMs,
      bytesIn: this.traffic.uploaded() + this.extra.bytesIn,
      bytesOut: this.traffic.downloaded() + this.extra.bytesOut,
    };
  }

  /** Milliseconds that a limit of time leaves, null without one. */
  get timeLeftMs(): number | null {
    const session = parseDuration(this.terms.profile.get('session-timeout') ?? '') ?? 0;
    const { uptimeMs } = this.terms.budget;
    const limits = [...(session > 0 ? [session] : []), ...(uptimeMs === null ? [] : [uptimeMs])];
    return limits.length === 0 ? null : Math.max(0, Math.min(...limits) - this.used.uptimeMs);
  }

  /** Milliseconds until a limit of bytes is reached if the client goes on surfing, null without one. */
  get bytesLeftMs(): number | null {
    const { bytesIn, bytesOut, bytesTotal } = this.terms.budget;
    const { extra, traffic } = this;
    const ends = [
      ...(bytesIn === null ? [] : [traffic.reaches(bytesIn - extra.bytesIn, 'up')]),
      ...(bytesOut === null ? [] : [traffic.reaches(bytesOut - extra.bytesOut, 'down')]),
      ...(bytesTotal === null ? [] : [traffic.reaches(bytesTotal - extra.bytesIn - extra.bytesOut)]),
    ];
    if (ends.length === 0 || (this.idleSince !== null && Math.min(...ends) > this.surfedMs())) return null;
    return Math.max(0, Math.min(...ends) - this.surfedMs());
  }

  /** Nothing flows now. */
  get isIdle(): boolean {
    return this.idleSince !== null;
  }

  get idleMs(): number {
    return this.idleSince === null ? 0 : this.router.clock.uptimeMs() - this.idleSince;
  }

  /** The client stops or goes on surfing. */
  rest(idle: boolean): void {
    if (idle === (this.idleSince !== null)) return;
    this.idledMs += this.idleMs;
    this.idleSince = idle ? this.router.clock.uptimeMs() : null;
  }

  /** Uses more than time would have brought. */
  consume(more: Partial<Usage>): void {
    this.extra.uptimeMs += more.uptimeMs ?? 0;
    this.extra.bytesIn += more.bytesIn ?? 0n;
    this.extra.bytesOut += more.bytesOut ?? 0n;
  }

  dismantle(): void {
    this.rows.dismantle();
  }

  private elapsedMs(): number {
    return this.router.clock.uptimeMs() - this.since;
  }

  private surfedMs(): number {
    return this.elapsedMs() - this.idledMs - this.idleMs;
  }

  private showQueue(limit: string): void {
    const name = this.router.dynamicName('hotspot', this.name);
    const both = (up: bigint, down: bigint): string => `${up}/${down}`;
    this.rows.show(
      '/queue/simple',
      {
        name,
        target: `${this.terms.address}/32`,
        'max-limit': limit,
        parent: this.terms.profile.get('parent-queue') ?? 'none',
      },
      {
        bytes: () => both(this.used.bytesIn, this.used.bytesOut),
        rate: () => both(this.traffic.rate().upload, this.traffic.rate().download),
      },
    );
  }

  private showActive(): Row {
    const { terms } = this;
    const { bytesIn, bytesOut, bytesTotal } = terms.budget;
    const limits = { 'limit-bytes-in': bytesIn, 'limit-bytes-out': bytesOut, 'limit-bytes-total': bytesTotal };
    const values: Record<string, string> = {
      server: terms.server,
      user: this.name,
      address: terms.address,
      'mac-address': terms.mac,
      'login-by': terms.loginBy,
      'idle-timeout': terms.profile.get('idle-timeout') ?? 'none',
      'keepalive-timeout': terms.profile.get('keepalive-timeout') ?? 'none',
    };
    if (terms.domain !== '') values.domain = terms.domain;
    for (const [name, limit] of Object.entries(limits)) if (limit !== null) values[name] = text(limit);
    return this.rows.show('/ip/hotspot/active', values, {
      uptime: () => formatUptime(this.used.uptimeMs),
      'session-time-left': () => (this.timeLeftMs === null ? undefined : formatUptime(this.timeLeftMs)),
      'idle-time': () => formatUptime(this.idleMs),
      'bytes-in': () => text(this.used.bytesIn),
      'bytes-out': () => text(this.used.bytesOut),
      'packets-in': () => text(this.used.bytesIn / 600n),
      'packets-out': () => text(this.used.bytesOut / 900n),
    });
  }
}
