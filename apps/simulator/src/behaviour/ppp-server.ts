import { parseIp } from '../engine/addresses';
import { parseDuration } from '../engine/durations';
import { type RouterState } from '../engine/router-state';
import { type Row } from '../engine/row';
import { type AddressPools } from './address-pools';
import { type DisconnectReason, PppSession } from './ppp-session';
import { parseRateLimit } from './traffic';

/** How a dial-in ended. */
export type DialResult =
  { readonly online: true; readonly session: PppSession } | { readonly online: false; readonly reason: string };

export interface DialAttempt {
  readonly name: string;
  readonly password: string;
  readonly callerId: string;
}

const refused = (reason: string): DialResult => ({ online: false, reason });

/** The PPPoE side of one router: lets subscribers in by its secrets and profiles, and hangs them up. */
export class PppServer {
  private readonly sessions = new Map<string, PppSession>();
  private readonly byActive = new Map<Row, PppSession>();
  private readonly timeouts = new Map<PppSession, NodeJS.Timeout>();
  private readonly listeners = new Set<(session: PppSession, reason: DisconnectReason) => void>();
  private readonly beginners = new Set<(session: PppSession) => void>();
  private nextSessionId = 0x8110_0000;

  constructor(
    private readonly router: RouterState,
    private readonly pools: AddressPools,
  ) {
    router.table('/ppp/secret').watch(({ kind, row }) => {
      if (kind === 'added' && !row.values.has('last-logged-out')) row.values.set('last-logged-out', router.clock.never);
    });
    router.table('/ppp/active').watch(({ kind, row }) => {
      const session = kind === 'removed' ? this.byActive.get(row) : undefined;
      if (session !== undefined) this.end(session, 'nas-request'); // removed by hand or over the API: a kick
    });
  }

  session(name: string): PppSession | undefined {
    return this.sessions.get(name);
  }

  /** The session that has this address. */
  at(address: string): PppSession | undefined {
    return this.all().find(({ terms }) => terms.address === address);
  }

  get online(): number {
    return this.sessions.size;
  }

  all(): PppSession[] {
    return [...this.sessions.values()];
  }

  /** Calls back whenever a session has come up. */
  onBegin(listener: (session: PppSession) => void): void {
    this.beginners.add(listener);
  }

  /** Calls back whenever a session has ended. */
  onEnd(listener: (session: PppSession, reason: DisconnectReason) => void): void {
    this.listeners.add(listener);
  }

  /** A subscriber's modem dials in. */
  dial(attempt: DialAttempt): DialResult {
    const result = this.admit(attempt);
    const topics = 'pppoe,ppp,info';
    if (result.online) {
      const { name, address, callerId } = result.session.terms;
      this.router.log(`${topics},account`, `${name} logged in, ${address} from ${callerId}`);
      this.router.log(topics, `${this.router.dynamicName('pppoe', name)}: connected`);
    } else {
      this.router.log('pppoe,ppp,error', `${this.router.dynamicName('pppoe', attempt.name)}: ${result.reason}`);
    }
    return result;
  }

  /** Ends a session from the subscriber's side or by a limit. */
  hangUp(name: string, reason: DisconnectReason): boolean {
    const session = this.sessions.get(name);
    if (session !== undefined) this.end(session, reason);
    return session !== undefined;
  }

  /** The power is gone: every session is over; only a reboot in order is noted in the secrets. */
  lose(noted: boolean): void {
    for (const session of this.all()) this.end(session, 'reboot', noted);
  }

  private admit({ name, password, callerId }: DialAttempt): DialResult {
    const server = this.servingInterface();
    if (server === undefined) return refused('no PPPoE server');
    const secret = this.router.table('/ppp/secret').named(name);
    const problem = secretProblem(secret, password, callerId);
    if (secret === undefined || problem !== null) return refused(problem ?? 'authentication failed');
    const profile = this.router.table('/ppp/profile').named(secret.get('profile') ?? '');
    if (profile === undefined) return refused('authentication failed - profile not found');
    if (profile.get('only-one') === 'yes' && this.sessions.has(name)) {
      return refused('authentication failed - only one session allowed');
    }
    const address = this.addressFor(name, [secret, profile, this.serverProfile(server)]);
    if (address === null) return refused('could not determine remote address');
    return { online: true, session: this.begin(secret, profile, { address, callerId }) };
  }

  private begin(secret: Row, profile: Row, { address, callerId }: { address: string; callerId: string }): PppSession {
    const name = secret.get('name') ?? '';
    const previous = this.sessions.get(name);
    if (previous !== undefined) this.end(previous, 'hung-up');
    const list = profile.get('address-list') ?? '';
    const session = new PppSession(this.router, {
      name,
      callerId,
      address,
      profile: profile.get('name') ?? '',
      rateLimit: parseRateLimit(profile.get('rate-limit')),
      addressList: list === '' ? null : list,
      parentQueue: profile.get('parent-queue') ?? 'none',
      limitBytesIn: secret.get('limit-bytes-in') ?? '0',
      limitBytesOut: secret.get('limit-bytes-out') ?? '0',
      sessionId: `0x${(this.nextSessionId++).toString(16)}`,
    });
    this.sessions.set(name, session);
    this.byActive.set(session.active, session);
    this.limit(session, profile.get('session-timeout'));
    for (const listener of this.beginners) listener(session);
    return session;
  }

  /** Ends a session by the time of its profile or the bytes of its secret. */
  private limit(session: PppSession, time: string | undefined): void {
    const milliseconds = parseDuration(time ?? '') ?? 0;
    const { traffic, terms } = session;
    const [bytesIn, bytesOut] = [BigInt(terms.limitBytesIn), BigInt(terms.limitBytesOut)];
    const ends = [
      ...(milliseconds === 0 ? [] : [milliseconds]),
      ...(bytesIn === 0n ? [] : [traffic.reaches(bytesIn, 'up')]),
      ...(bytesOut === 0n ? [] : [traffic.reaches(bytesOut, 'down')]),
    ];
    if (ends.length === 0) return;
    const end = (): void => {
      this.end(session, 'session-timeout'); // why: what hardware calls the end by bytes is unverified
    };
    this.timeouts.set(session, setTimeout(end, Math.min(...ends, 2 ** 31 - 1)).unref());
  }

  private end(session: PppSession, reason: DisconnectReason, noted = true): void {
    const { name, address, callerId } = session.terms;
    if (this.sessions.get(name) !== session) return;
    const [seconds, up, down] = [session.elapsedMs() / 1_000, session.traffic.uploaded(), session.traffic.downloaded()];
    this.sessions.delete(name);
    this.byActive.delete(session.active);
    clearTimeout(this.timeouts.get(session));
    this.timeouts.delete(session);
    session.dismantle();
    this.pools.release(address);
    if (noted) this.note(session, reason);
    const interfaceName = this.router.dynamicName('pppoe', name);
    this.router.log('pppoe,ppp,info', `${interfaceName}: terminating... - ${reason}`);
    this.router.log('pppoe,ppp,info', `${interfaceName}: disconnected`);
    const counts = `${Math.floor(seconds)} ${up} ${down} ${up / 900n} ${down / 900n}`;
    this.router.log('pppoe,ppp,info,account', `${name} logged out, ${counts} from ${callerId}`);
    for (const listener of this.listeners) listener(session, reason);
  }

  private note({ terms }: PppSession, reason: DisconnectReason): void {
    const secrets = this.router.table('/ppp/secret');
    const secret = secrets.named(terms.name);
    if (secret === undefined) return;
    secrets.update(secret, {
      'last-logged-out': this.router.clock.dateTime(),
      'last-caller-id': terms.callerId,
      'last-disconnect-reason': reason,
    });
  }

  private servingInterface(): Row | undefined {
    for (const row of this.router.table('/interface/pppoe-server/server').list()) {
      const limit = Number(row.get('max-sessions')); // `unlimited` is not a number, and then there is no limit
      if (!row.disabled && !(this.sessions.size >= limit)) return row;
    }
    return undefined;
  }

  private serverProfile(server: Row): Row | undefined {
    return this.router.table('/ppp/profile').named(server.get('default-profile') ?? '');
  }

  /** The secret's own address, else what its profile says, else the profile of the server. */
  private addressFor(name: string, sources: readonly (Row | undefined)[]): string | null {
    const source = sources.find((row) => row?.get('remote-address') !== undefined)?.get('remote-address');
    if (source === undefined) return null;
    return parseIp(source) === null ? this.pools.take(source, name) : source;
  }
}

function secretProblem(secret: Row | undefined, password: string, callerId: string): string | null {
  if (secret === undefined) return 'user authentication failed';
  if (secret.disabled) return 'user authentication failed - user disabled';
  if (!['any', 'pppoe'].includes(secret.get('service') ?? '')) return 'user authentication failed - wrong service';
  if (secret.get('password') !== password) return 'user authentication failed - wrong password';
  const bound = secret.get('caller-id') ?? '';
  if (bound !== '' && bound.toUpperCase() !== callerId.toUpperCase()) return 'user authentication failed - caller id';
  return null;
}
