import { Injectable } from '@nestjs/common';
import { Clock } from '@app/core';
import { type LogLine, tailOf } from '../domain/health/router-log';
import { MikrotikErrors } from '../mikrotik.errors';
import { RouterPool } from '../pool';
import { print, type Row, type Sentence, toRouterOsError } from '../transport';
import { HealthViewService } from './health-view.service';

const INTERFACES = print('/interface', [
  ...['name', 'type', 'running', 'disabled', 'dynamic', 'comment', 'mac-address', 'actual-mtu', 'link-downs'],
  ...['rx-byte', 'tx-byte', 'rx-packet', 'tx-packet', 'rx-error', 'tx-error', 'rx-drop', 'tx-drop'],
]);
const LOG = print('/log', ['.id', 'time', 'topics', 'message']);

/** Whoever asks again within this time gets the same answer: many open panels ask a router once. */
const SHARED_MS = 2_000;
const MOST_ANSWERS = 200;

/** What a router showed, and when. */
export interface Live<T> {
  rows: T[];
  readAt: Date;
  ageSeconds: number;
}

interface Reading {
  rows: Promise<Row[]>;
  at: number;
  readAt: Date;
}

/** Looks at routers for people who watch: interfaces and log, read now, within the scope of the running actor. */
@Injectable()
export class RouterLiveService {
  private readonly readings = new Map<string, Reading>();

  constructor(
    private readonly views: HealthViewService,
    private readonly pool: RouterPool,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_UNREACHABLE */
  async interfaces(id: string): Promise<Live<Row>> {
    return this.read(id, 'interfaces', INTERFACES);
  }

  /**
   * The last lines of the log, oldest first; secrets are left out.
   *
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_UNREACHABLE
   */
  async log(id: string, query: Parameters<typeof tailOf>[1]): Promise<Live<LogLine>> {
    const { rows, ...live } = await this.read(id, 'log', LOG);
    return { ...live, rows: tailOf(rows, query) };
  }

  private async read(id: string, what: string, words: Sentence): Promise<Live<Row>> {
    await this.views.get(id);
    const reading = this.shared(`${what} ${id}`, () => this.pool.exec(id, words, { lane: 'bulk' }));
    try {
      const rows = await reading.rows;
      const ageSeconds = Math.floor((this.clock.monotonicMs() - reading.at) / 1_000);
      return { rows, readAt: reading.readAt, ageSeconds };
    } catch (thrown) {
      this.readings.delete(`${what} ${id}`);
      throw MikrotikErrors.ROUTER_UNREACHABLE({ reason: toRouterOsError(thrown).code });
    }
  }

  private shared(key: string, read: () => Promise<Row[]>): Reading {
    const now = this.clock.monotonicMs();
    for (const [old, { at }] of this.readings) if (now - at > SHARED_MS) this.readings.delete(old);
    const known = this.readings.get(key);
    if (known) return known;
    const reading = { rows: read(), at: now, readAt: this.clock.now() };
    if (this.readings.size < MOST_ANSWERS) this.readings.set(key, reading);
    return reading;
  }
}
