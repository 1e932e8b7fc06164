import { Injectable } from '@nestjs/common';
import { Clock } from '@app/core';
import { clientKey } from '@app/platform';
import { PaymentsConfig } from '../../payments.config';

const WINDOW_MS = 60_000;
/** More addresses than this in one minute are an attack on this very table. */
const MAX_ADDRESSES = 50_000;

/** Counts callbacks per address in this process: generous, because a gateway sends bursts from few addresses. */
@Injectable()
export class CallbackLimiter {
  private readonly counts = new Map<string, number>();
  private windowEnd = 0;

  constructor(
    private readonly config: PaymentsConfig,
    private readonly clock: Clock,
  ) {}

  /** False: too many of this address in this minute. */
  admit(ip: string): boolean {
    const now = this.clock.monotonicMs();
    if (now >= this.windowEnd || this.counts.size > MAX_ADDRESSES) {
      this.counts.clear();
      this.windowEnd = now + WINDOW_MS;
    }
    const key = clientKey(ip);
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count <= this.config.callbacksPerMinute;
  }
}
