import { parseIp } from '../../engine/addresses';
import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { type AddressPools } from '../address-pools';
import { HotspotAccounts } from './hotspot-accounts';
import { HotspotCookies } from './hotspot-cookies';
import { type Device, HotspotHost } from './hotspot-host';
import { type HotspotCredentials, HotspotDoor, HotspotRefusal } from './hotspot-login';
import { HotspotSession, type LoginBy, type Usage } from './hotspot-session';
import { HotspotTimers } from './hotspot-timers';

export interface JoiningDevice {
  readonly mac: string;
  /** An address that its owner has set. */
  readonly address?: string;
  /** The first hotspot server by default. */
  readonly server?: string;
  readonly hostName?: string;
}

export type HotspotResult =
  | { readonly ok: true; readonly address: string; readonly user: string }
  | { readonly ok: false; readonly error: string };

export type HotspotEvent = (session: HotspotSession, reason: string) => void;

const TOPICS = 'hotspot,account,info,debug';

/** The hotspots of one router: devices that join, log in, use up their limits and come back by cookie. */
export class Hotspot {
  readonly accounts: HotspotAccounts;
  private readonly devices = new Map<string, Device>();
  private readonly hosts = new Map<string, HotspotHost>();
  private readonly byActive = new Map<Row, HotspotHost>();
  private readonly byUser = new Map<Row, Set<HotspotSession>>();
  private readonly cookies: HotspotCookies;
  private readonly door: HotspotDoor;
  private readonly timers: HotspotTimers;
  private readonly returning = new Map<string, NodeJS.Timeout>();
  private readonly entered = new Set<HotspotEvent>();
  private readonly left = new Set<HotspotEvent>();

  constructor(
    private readonly router: RouterState,
    private readonly pools: AddressPools,
    private readonly options: { readonly reachable: () => boolean; readonly returnMs: number | undefined },
  ) {
    this.accounts = new HotspotAccounts(router, (user) => this.byUser.get(user) ?? []);
    this.cookies = new HotspotCookies(router);
    this.door = new HotspotDoor(router, this.accounts, (user) => this.byUser.get(user) ?? []);
    this.timers = new HotspotTimers((session, reason) => {
      this.end(session, reason);
    });
    this.followRemovals();
  }

  /** A device comes into reach of the network. @throws RangeError where there is no hotspot to join */
  join({ mac, address, server, hostName }: JoiningDevice): HotspotHost {
    const name = this.serverName(server);
    const known = this.hosts.get(mac);
    if (known !== undefined) {
      known.device.present = true;
      if (known.session !== null) this.timers.absent(known.session, false);
      return known;
    }
    const device = { mac, server: name, fixedAddress: address ?? null, hostName: hostName ?? '', present: true };
    this.devices.set(mac, device);
    return this.appear(device);
  }

  /** A device goes out of reach; its session ends after the keepalive timeout of its profile. */
  leave(mac: string): boolean {
    const device = this.devices.get(mac);
    if (device === undefined) return false;
    device.present = false;
    const host = this.hosts.get(mac);
    if (host?.session == null) this.disappear(mac);
    else this.timers.absent(host.session, true);
    return true;
  }

  /** A device by its MAC or IP address. */
  host(macOrAddress: string): HotspotHost | undefined {
    if (parseIp(macOrAddress) === null) return this.hosts.get(macOrAddress.toUpperCase());
    return [...this.hosts.values()].find(({ address }) => address === macOrAddress);
  }

  allHosts(): HotspotHost[] {
    return [...this.hosts.values()];
  }

  sessions(): HotspotSession[] {
    return [...this.hosts.values()].flatMap(({ session }) => session ?? []);
  }

  /** A login of a device that has joined, by its MAC or IP address. */
  login(macOrAddress: string, user: string, password: string, by: LoginBy = 'http-pap'): HotspotResult {
    return this.enter(macOrAddress, { user, by, knows: (known) => known === password });
  }

  /** As {@link login}, for methods that know the password otherwise. */
  enter(macOrAddress: string, credentials: HotspotCredentials): HotspotResult {
    const host = this.host(macOrAddress);
    if (host === undefined) return { ok: false, error: `unknown host IP ${macOrAddress}` };
    const label = `${credentials.user} (${host.address})`;
    this.router.log(TOPICS, `${label}: trying to log in by ${credentials.by}`);
    try {
      this.begin(host, credentials);
    } catch (error) {
      if (!(error instanceof HotspotRefusal)) throw error;
      this.router.log(TOPICS, `${label}: login failed: ${error.message}`);
      return { ok: false, error: error.message };
    }
    this.router.log(TOPICS, `${label}: logged in`);
    return { ok: true, address: host.address, user: credentials.user };
  }

  /** The subscriber presses "log out"; `forget` takes the cookie away too. */
  logout(macOrAddress: string, { forget = false } = {}): boolean {
    const host = this.host(macOrAddress);
    if (host === undefined) return false;
    if (forget) this.cookies.forget(host.device.mac);
    if (host.session === null) return false;
    this.end(host.session, 'user request', { returns: false });
    return true;
  }

  /** The device stops or goes on surfing. */
  rest(macOrAddress: string, idle: boolean): boolean {
    return this.onSession(macOrAddress, (session) => {
      session.rest(idle);
    });
  }

  /** Uses more than time would have brought, up to the limits. */
  consume(macOrAddress: string, usage: Partial<Usage>): boolean {
    return this.onSession(macOrAddress, (session) => {
      session.consume(usage);
    });
  }

  /** Calls back after a login. */
  onLogin(listener: HotspotEvent): void {
    this.entered.add(listener);
  }

  onLogout(listener: HotspotEvent): void {
    this.left.add(listener);
  }

  /** The power is gone. */
  lose(): void {
    for (const timer of this.returning.values()) clearTimeout(timer);
    this.returning.clear();
    for (const mac of [...this.hosts.keys()]) this.disappear(mac);
  }

  /** The power is back: devices in reach are seen again. */
  reappear(): void {
    for (const device of this.devices.values()) if (device.present && !this.hosts.has(device.mac)) this.appear(device);
  }

  stop(): void {
    this.lose();
    this.timers.stop();
    this.cookies.stop();
  }

  /** The `/ip/hotspot/profile` of a server. */
  profileOf(server: string): Row | undefined {
    const row = this.router.table('/ip/hotspot').named(server);
    return this.router.table('/ip/hotspot/profile').named(row?.get('profile') ?? '');
  }

  private serverName(wanted: string | undefined): string {
    for (const row of this.router.table('/ip/hotspot').list()) {
      const name = row.get('name') ?? '';
      if (!row.disabled && (wanted ?? name) === name) return name;
    }
    throw new RangeError(wanted === undefined ? 'There is no hotspot.' : `There is no hotspot ${wanted}.`);
  }

  private appear(device: Device): HotspotHost {
    const binding = this.bindingOf(device);
    const server = this.router.table('/ip/hotspot').named(device.server);
    const pool = server?.get('address-pool') ?? 'none';
    const given = device.fixedAddress ?? binding?.get('to-address') ?? this.pools.take(pool, device.mac, 'hotspot');
    if (given === null) throw new RangeError(`The hotspot ${device.server} has no free address.`);
    const host = new HotspotHost(this.router, device, given, binding);
    this.hosts.set(device.mac, host);
    this.welcomeUnasked(host);
    return host;
  }

  /** Lets a device in that need not be asked: by its MAC address or by a cookie. */
  private welcomeUnasked(host: HotspotHost): void {
    if (host.bindingType !== 'regular' || host.session !== null) return;
    const { mac, server } = host.device;
    const cookie = this.cookies.of(mac);
    const methods = this.profileOf(server)?.get('login-by')?.split(',') ?? [];
    if (methods.includes('mac') && this.accounts.find(mac, server) !== undefined) {
      this.enter(mac, { user: mac, by: 'mac', knows: null });
    } else if (cookie !== undefined) {
      const by = cookie.get('mac-cookie') === 'true' ? 'mac-cookie' : 'cookie';
      if (methods.includes(by)) this.enter(mac, { user: cookie.get('user') ?? '', by, knows: null });
    }
  }

  private begin(host: HotspotHost, credentials: HotspotCredentials): void {
    if (host.bindingType === 'blocked') throw new HotspotRefusal('invalid username or password');
    const admission = this.door.admit(host, credentials);
    if (host.session !== null) this.end(host.session, 'user request', { returns: false });
    const { device, address } = host;
    const terms = { server: device.server, mac: device.mac, address, loginBy: credentials.by, domain: '' };
    const session = new HotspotSession(this.router, { ...terms, ...admission, domain: credentials.domain ?? '' });
    host.session = session;
    this.byActive.set(session.active, host);
    const { user } = session.terms;
    this.byUser.set(user, (this.byUser.get(user) ?? new Set()).add(session));
    this.timers.watch(session);
    const profile = this.profileOf(device.server);
    if (profile !== undefined) this.cookies.keep(session, profile);
    for (const listener of this.entered) listener(session, '');
  }

  private end(session: HotspotSession, reason: string, { returns = true } = {}): void {
    const host = this.hosts.get(session.terms.mac);
    if (host?.session !== session) return;
    host.session = null;
    this.byActive.delete(session.active);
    this.byUser.get(session.terms.user)?.delete(session);
    this.timers.forget(session);
    session.dismantle();
    this.accounts.book(session);
    this.router.log(TOPICS, `${session.name} (${host.address}): logged out: ${reason}`);
    for (const listener of this.left) listener(session, reason);
    if (!host.device.present) this.disappear(host.device.mac);
    else if (returns) this.comeBack(host.device);
  }

  private disappear(mac: string): void {
    const host = this.hosts.get(mac);
    if (host === undefined) return;
    if (host.session !== null) this.end(host.session, 'host removed', { returns: false });
    this.hosts.delete(mac);
    this.pools.release(host.address);
    if (host.known) this.router.table('/ip/hotspot/host').delete(host.row);
  }

  /** A device that was cut off goes on sending: it is seen again, and its cookie lets it in. */
  private comeBack(device: Device): void {
    clearTimeout(this.returning.get(device.mac));
    const again = (): void => {
      this.returning.delete(device.mac);
      if (!device.present || !this.options.reachable()) return;
      const host = this.hosts.get(device.mac);
      if (host === undefined) this.appear(device);
      else this.welcomeUnasked(host);
    };
    this.returning.set(device.mac, setTimeout(again, this.options.returnMs ?? 300).unref());
  }

  private bindingOf({ mac, fixedAddress, server }: Device): Row | undefined {
    return [...this.router.table('/ip/hotspot/ip-binding').list()].find((row) => {
      if (row.disabled || !['all', server].includes(row.get('server') ?? 'all')) return false;
      const [boundMac, boundAddress] = [row.get('mac-address'), row.get('address')];
      if (boundMac === undefined && boundAddress === undefined) return false;
      return (boundMac ?? mac) === mac && (boundAddress ?? fixedAddress) === fixedAddress;
    });
  }

  private onSession(macOrAddress: string, work: (session: HotspotSession) => void): boolean {
    const session = this.host(macOrAddress)?.session;
    if (session == null) return false;
    work(session);
    this.timers.watch(session);
    return true;
  }

  /** Rows that are removed by hand or over the API end what they stand for. */
  private followRemovals(): void {
    this.router.table('/ip/hotspot/active').watch(({ kind, row }) => {
      const session = kind === 'removed' ? this.byActive.get(row)?.session : undefined;
      if (session != null) this.end(session, 'admin reset');
    });
    this.router.table('/ip/hotspot/host').watch(({ kind, row }) => {
      const host = kind === 'removed' ? this.hosts.get(row.get('mac-address') ?? '') : undefined;
      if (host?.row !== row) return;
      this.disappear(host.device.mac);
      this.comeBack(host.device);
    });
    this.router.table('/ip/hotspot/ip-binding').watch(({ row }) => {
      for (const { device, binding } of this.allHosts()) {
        if (binding === row || this.bindingOf(device) !== binding) {
          this.disappear(device.mac);
          this.comeBack(device);
        }
      }
    });
  }
}
