import { type RouterState } from '../engine/router-state';
import { Modem, macOf, type ModemTiming } from './modem';
import { type DialResult, type PppServer } from './ppp-server';
import { chanceOf } from './traffic';

export interface Subscriber {
  readonly name: string;
  readonly password: string;
}

/**
 * Who dials in. `any`: every secret gets a modem that knows its password as it was when the secret was made. A list:
 * exactly these. Nothing: nobody dials unless a test does.
 */
export type Cpes = 'any' | readonly Subscriber[] | { readonly mode: 'any'; readonly offlineShare: number };

const DEFAULT_TIMING: ModemTiming = { redialMs: 300, retryMs: 1_500 };

/** The modems of the customers of one router. */
export class ModemFleet {
  private readonly modems = new Map<string, Modem>();
  private readonly offlineShare: number;

  constructor(
    private readonly router: RouterState,
    private readonly server: PppServer,
    private readonly options: { cpes: Cpes; reachable: () => boolean; timing?: Partial<ModemTiming> | undefined },
  ) {
    const { cpes } = options;
    const followsSecrets = cpes === 'any' || 'mode' in cpes;
    this.offlineShare = typeof cpes === 'object' && 'offlineShare' in cpes ? cpes.offlineShare : 0;
    if (followsSecrets) this.followSecrets();
    else for (const { name, password } of cpes) this.install(name, password, true);
    server.onEnd(({ terms }) => this.modems.get(terms.name)?.lost());
  }

  get(name: string): Modem | undefined {
    return this.modems.get(name);
  }

  all(): Modem[] {
    return [...this.modems.values()];
  }

  /**
   * One attempt now. A name without a modem is dialled once, with the given password or that of its secret, and is not
   * dialled again when it is lost.
   */
  dial(name: string, password?: string): DialResult {
    const modem = this.modems.get(name);
    if (modem !== undefined) return modem.dialNow(password);
    if (!this.options.reachable()) return { online: false, reason: 'router is off' };
    const known = this.router.table('/ppp/secret').named(name)?.get('password') ?? '';
    return this.server.dial({ name, password: password ?? known, callerId: macOf(name) });
  }

  /** The router is back: every modem that is plugged in dials again. */
  redial(): void {
    for (const modem of this.modems.values()) if (this.server.session(modem.name) === undefined) modem.lost();
  }

  stop(): void {
    for (const modem of this.modems.values()) modem.stop();
  }

  private install(name: string, password: string, plugged: boolean): void {
    this.modems.get(name)?.stop();
    const { reachable, timing } = this.options;
    this.modems.set(name, new Modem(this.server, name, password, { ...DEFAULT_TIMING, ...timing, plugged, reachable }));
  }

  private followSecrets(): void {
    const learn = (name: string, password: string): void => {
      this.install(name, password, chanceOf(`plugged ${this.router.name} ${name}`) >= this.offlineShare);
    };
    const secrets = this.router.table('/ppp/secret');
    for (const row of secrets.list()) learn(row.get('name') ?? '', row.get('password') ?? '');
    secrets.watch(({ kind, row }) => {
      if (kind === 'added') learn(row.get('name') ?? '', row.get('password') ?? '');
    });
  }
}
