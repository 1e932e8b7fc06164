const PER_MINUTE = 60;
const MOST_ADDRESSES = 10_000;
const MINUTE_MS = 60_000;

interface Minute {
  startedMs: number;
  taken: number;
  suppressed: number;
}

/** How many refusals of one address a process writes down in a minute. */
export class RefusalBudget {
  private readonly minutes = new Map<string, Minute>();

  /**
   * @returns undefined when this one is only counted, else how many were only counted since the last that was written
   */
  take(address: string, nowMs: number): number | undefined {
    const minute = this.minuteOf(address, nowMs);
    if (minute.taken >= PER_MINUTE) {
      minute.suppressed++;
      return undefined;
    }
    minute.taken++;
    const { suppressed } = minute;
    minute.suppressed = 0;
    return suppressed;
  }

  private minuteOf(address: string, nowMs: number): Minute {
    const known = this.minutes.get(address);
    if (known && nowMs - known.startedMs < MINUTE_MS) return known;
    const fresh = { startedMs: nowMs, taken: 0, suppressed: known?.suppressed ?? 0 };
    this.minutes.delete(address);
    if (this.minutes.size >= MOST_ADDRESSES) this.minutes.delete(this.minutes.keys().next().value ?? '');
    this.minutes.set(address, fresh);
    return fresh;
  }
}
