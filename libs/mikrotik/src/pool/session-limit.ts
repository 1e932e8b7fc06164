import { type Clock } from '@app/core';
import { anyOf, print, type Row } from '../transport';
import { type Lane } from './lane';

/** Sessions of a router that are left to WinBox, Mikhmon and whoever else uses its API. */
const LEFT_TO_OTHERS = 4;
const KNOWN_FOR_MS = 10 * 60_000;
const SERVICES = print('/ip/service', ['name', 'max-sessions'], anyOf('name', ['api', 'api-ssl']));

/** How many connections `max-sessions` of a router's API service leaves to us, read from the router; it has 20 by default since 7.16. */
export class SessionLimit {
  private known: { limit: number | undefined; until: number } | undefined;
  private reading: Promise<number | undefined> | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {}

  /** As far as it is known. */
  get value(): number | undefined {
    return this.known?.limit;
  }

  /** @returns at least 1; undefined = the router has no limit, or does not say */
  async read(lane: Lane): Promise<number | undefined> {
    if (this.known && this.clock.monotonicMs() < this.known.until) return this.known.limit;
    this.reading ??= this.ask(lane).finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async ask(lane: Lane): Promise<number | undefined> {
    const rows = await lane.exec(SERVICES, { timeoutMs: this.timeoutMs }).catch((error: unknown) => {
      // why: a user who may not read this is no reason for having one connection only; a lost one shows at the next command
      if (lane.isOpen) return [];
      throw error;
    });
    const limit = limitOf(rows);
    this.known = { limit, until: this.clock.monotonicMs() + KNOWN_FOR_MS };
    return limit;
  }
}

function limitOf(rows: readonly Row[]): number | undefined {
  const limits = rows
    .map((row) => Number(row['max-sessions'] ?? ''))
    .filter((limit) => Number.isInteger(limit) && limit > 0);
  return limits.length === 0 ? undefined : Math.max(1, Math.min(...limits) - LEFT_TO_OTHERS);
}
