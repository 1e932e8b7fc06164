import { formatUptime, parseDuration } from '../../engine/durations';
import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { type HotspotSession } from './hotspot-session';

/** Remembers who logged in from which device, so that it is let in again without being asked. */
export class HotspotCookies {
  private readonly expiries = new Map<Row, NodeJS.Timeout>();

  constructor(private readonly router: RouterState) {
    router.table('/ip/hotspot/cookie').watch(({ kind, row }) => {
      if (kind !== 'removed') return;
      clearTimeout(this.expiries.get(row));
      this.expiries.delete(row);
    });
  }

  /** After a login: what the methods of the hotspot and the profile of the user say. */
  keep(session: HotspotSession, hotspotProfile: Row): void {
    const { terms } = session;
    const methods = (hotspotProfile.get('login-by') ?? '').split(',');
    if (methods.includes('mac-cookie') && terms.profile.get('add-mac-cookie') === 'true') {
      this.set(session, true, terms.profile.get('mac-cookie-timeout') ?? '3d');
    } else if (methods.includes('cookie') && terms.loginBy.startsWith('http')) {
      this.set(session, false, hotspotProfile.get('http-cookie-lifetime') ?? '3d');
    }
  }

  of(mac: string): Row | undefined {
    return [...this.router.table('/ip/hotspot/cookie').list()].find((row) => row.get('mac-address') === mac);
  }

  forget(mac: string): void {
    const cookie = this.of(mac);
    if (cookie !== undefined) this.router.table('/ip/hotspot/cookie').delete(cookie);
  }

  stop(): void {
    for (const timer of this.expiries.values()) clearTimeout(timer);
    this.expiries.clear();
  }

  private set({ name, terms }: HotspotSession, byMac: boolean, lifetime: string): void {
    this.forget(terms.mac);
    const milliseconds = parseDuration(lifetime) ?? 0;
    if (milliseconds === 0) return;
    const table = this.router.table('/ip/hotspot/cookie');
    const endsAt = performance.now() + milliseconds;
    const row = table.insert(
      { user: name, domain: terms.domain, 'mac-address': terms.mac, 'mac-cookie': String(byMac) },
      { live: { 'expires-in': () => formatUptime(endsAt - performance.now()) } },
    );
    const expire = (): void => {
      table.delete(row);
    };
    this.expiries.set(row, setTimeout(expire, Math.min(milliseconds, 2 ** 31 - 1)).unref());
  }
}
