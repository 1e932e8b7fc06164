import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { type Budget, type HotspotAccounts } from './hotspot-accounts';
import { type HotspotHost } from './hotspot-host';
import { type HotspotSession, type LoginBy } from './hotspot-session';

export interface HotspotCredentials {
  readonly user: string;
  /** Compares the password that the router knows; null for methods that need none. */
  readonly knows: ((password: string) => boolean) | null;
  readonly by: LoginBy;
  readonly domain?: string;
}

export interface Admission {
  readonly user: Row;
  readonly profile: Row;
  readonly budget: Budget;
}

/** A login that the hotspot refuses; the message is the one of its page (`$(error)`). */
export class HotspotRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HotspotRefusal';
  }
}

const UNLIMITED: Budget = { uptimeMs: null, bytesIn: null, bytesOut: null, bytesTotal: null };

/** Decides who may come in. */
export class HotspotDoor {
  constructor(
    private readonly router: RouterState,
    private readonly accounts: HotspotAccounts,
    private readonly sessionsOf: (user: Row) => Iterable<HotspotSession>,
  ) {}

  /** @throws HotspotRefusal */
  admit(host: HotspotHost, { user: name, knows, by }: HotspotCredentials): Admission {
    const user = this.accounts.find(name, host.device.server);
    // why: a cookie brings its owner back without any check, whatever became of the user (routeros.md section 12)
    if (by === 'cookie' || by === 'mac-cookie') {
      if (user === undefined) throw new HotspotRefusal('invalid username or password');
      return { user, profile: this.profileOf(user), budget: UNLIMITED };
    }
    if (user === undefined || user.disabled || user.builtIn) throw new HotspotRefusal(this.unknown(host));
    if (knows !== null && !knows(user.get('password') ?? '')) {
      throw new HotspotRefusal('invalid username or password');
    }
    this.checkDevice(user, name, host);
    const profile = this.profileOf(user);
    const budget = this.accounts.budget(user);
    this.checkLimits(name, budget);
    this.checkShared(name, { user, profile, mac: host.device.mac });
    return { user, profile, budget };
  }

  private unknown(host: HotspotHost): string {
    const server = this.router.table('/ip/hotspot').named(host.device.server);
    const profile = this.router.table('/ip/hotspot/profile').named(server?.get('profile') ?? '');
    const asksRadius = profile?.get('use-radius') === 'true';
    return asksRadius ? 'RADIUS server is not responding' : 'invalid username or password';
  }

  private profileOf(user: Row): Row {
    const profile = this.router.table('/ip/hotspot/user/profile').named(user.get('profile') ?? '');
    if (profile === undefined) throw new HotspotRefusal('system configuration error');
    return profile;
  }

  private checkDevice(user: Row, name: string, { device }: HotspotHost): void {
    const bound = user.get('mac-address');
    if (bound !== undefined && bound !== device.mac) {
      throw new HotspotRefusal(`user ${name} is not allowed to log in from this MAC address`);
    }
  }

  private checkLimits(name: string, budget: Budget): void {
    if (budget.uptimeMs !== null && budget.uptimeMs <= 0)
      throw new HotspotRefusal(`user ${name} has reached uptime limit`);
    const bytes = [budget.bytesIn, budget.bytesOut, budget.bytesTotal];
    if (bytes.some((left) => left !== null && left <= 0n)) {
      throw new HotspotRefusal(`user ${name} has reached traffic limit`);
    }
  }

  private checkShared(name: string, { user, profile, mac }: { user: Row; profile: Row; mac: string }): void {
    const limit = Number(profile.get('shared-users')); // `unlimited` is not a number, and then there is no limit
    const others = [...this.sessionsOf(user)].filter(({ terms }) => terms.mac !== mac);
    if (others.length >= limit) throw new HotspotRefusal(`no more sessions are allowed for user ${name}`);
  }
}
