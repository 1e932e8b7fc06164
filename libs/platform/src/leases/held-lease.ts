import { type Clock } from '@app/core';
import { PlatformErrors } from '../platform.errors';
import { type Lease } from './leases';

interface LeaseFacts {
  name: string;
  fence: bigint;
  ttlMs: number;
  /** Monotonic instant before the lease was asked for: it holds at least until then + ttl. */
  heldFrom: number;
}

interface LeaseStore {
  /** False when the lease is not ours any more. */
  renew(): Promise<boolean>;
  isHeld(): Promise<boolean>;
}

/** A lease in hand, which renews itself at a third of its time until it is stopped or lost. */
export class HeldLease implements Lease {
  private readonly loss = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private heldFrom: number;
  /** Monotonic instant before the store last said that it is ours. */
  private confirmedAt: number;

  constructor(
    private readonly facts: LeaseFacts,
    private readonly clock: Clock,
    private readonly store: LeaseStore,
  ) {
    this.heldFrom = facts.heldFrom;
    this.confirmedAt = facts.heldFrom;
    this.schedule();
  }

  get name(): string {
    return this.facts.name;
  }

  get fence(): bigint {
    return this.facts.fence;
  }

  get signal(): AbortSignal {
    return this.loss.signal;
  }

  async assertHeld(freshMs = 0): Promise<void> {
    const asked = this.clock.monotonicMs();
    if (!this.signal.aborted && asked - this.confirmedAt < freshMs) return;
    if (!this.signal.aborted && (await this.store.isHeld())) {
      this.confirmedAt = asked;
      return;
    }
    this.lose();
    throw PlatformErrors.LEASE_LOST();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private schedule(): void {
    if (this.stopped || this.signal.aborted) return;
    this.timer = setTimeout(() => void this.tick(), this.facts.ttlMs / 3);
    this.timer.unref();
  }

  private async tick(): Promise<void> {
    const asked = this.clock.monotonicMs();
    // why: when the database is away, the lease is lost once its time has certainly run out, not at the first failure
    const renewed = await this.store.renew().catch(() => undefined);
    if (renewed === true) this.heldFrom = this.confirmedAt = asked;
    const ranOut = this.clock.monotonicMs() >= this.heldFrom + this.facts.ttlMs;
    if (renewed === false || ranOut) this.lose();
    else this.schedule();
  }

  private lose(): void {
    if (this.stopped || this.signal.aborted) return;
    clearTimeout(this.timer);
    this.loss.abort(PlatformErrors.LEASE_LOST());
  }
}
