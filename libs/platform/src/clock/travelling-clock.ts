import { Clock } from '@app/core';

/** The machine's clock plus an offset that {@link TravellingClock.shift} sets; switched on in tests and the demo only. */
export class TravellingClock extends Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(new Date().getTime() + this.offsetMs);
  }

  monotonicMs(): number {
    return performance.now();
  }

  /** Offset of this process to the real time, in milliseconds. */
  shift(offsetMs: number): void {
    this.offsetMs = offsetMs;
  }
}
