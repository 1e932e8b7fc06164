import { type DialResult, type PppServer } from './ppp-server';
import { chanceOf } from './traffic';

/** A MAC address that a name always gives, of the locally administered range. */
export function macOf(name: string): string {
  const bytes = [0, 1, 2, 3, 4].map((i) => Math.floor(chanceOf(`${i} ${name}`) * 256));
  return ['02', ...bytes.map((byte) => byte.toString(16).padStart(2, '0'))].join(':').toUpperCase();
}

/** Milliseconds between noticing a lost session and dialling again, without jitter. */
export interface ModemTiming {
  readonly redialMs: number;
  readonly retryMs: number;
}

/** A customer's modem: knows one name and password and keeps dialling until it is let in. */
export class Modem {
  readonly mac: string;
  private timer: NodeJS.Timeout | null = null;
  /** Pulled from the socket by its owner. */
  private plugged: boolean;

  constructor(
    private readonly server: PppServer,
    readonly name: string,
    public password: string,
    private readonly options: ModemTiming & { readonly plugged: boolean; readonly reachable: () => boolean },
  ) {
    this.mac = macOf(name);
    this.plugged = options.plugged;
    if (this.plugged) this.schedule(options.redialMs);
  }

  get isPlugged(): boolean {
    return this.plugged;
  }

  /** The owner switches the modem on or off. */
  plug(plugged: boolean): void {
    this.plugged = plugged;
    this.stop();
    if (plugged) this.schedule(this.options.redialMs);
    else this.server.hangUp(this.name, 'peer-request');
  }

  /** One attempt right now. */
  dialNow(password = this.password): DialResult {
    this.stop();
    if (!this.options.reachable()) {
      if (this.plugged) this.schedule(this.options.retryMs);
      return { online: false, reason: 'router is off' };
    }
    const result = this.server.dial({ name: this.name, password, callerId: this.mac });
    if (!result.online && this.plugged) this.schedule(this.options.retryMs);
    return result;
  }

  /** The session is gone: dial again soon. */
  lost(): void {
    if (this.plugged) this.schedule(this.options.redialMs);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private schedule(milliseconds: number): void {
    this.stop();
    this.timer = setTimeout(
      () => {
        this.dialNow();
      },
      Math.round(milliseconds * (0.7 + 0.6 * Math.random())),
    ).unref();
  }
}
