/**
 * The only source of the present (billing.md T4). Inject it; nothing outside this folder reads the machine's clock, so
 * that tests and the demo can travel. What decides about money takes its `asOf` from the database clock instead, once
 * per run (`DatabaseClock` of the platform).
 */
export abstract class Clock {
  /** The present as a fresh `Date`. */
  abstract now(): Date;

  /** Milliseconds of a clock that never jumps: for measuring spans only. */
  abstract monotonicMs(): number;
}

/** The clock of the machine. */
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }

  monotonicMs(): number {
    return performance.now();
  }
}

/** A clock that stands where it is put, for tests. */
export class FixedClock extends Clock {
  constructor(private instant: Date) {
    super();
  }

  now(): Date {
    return new Date(this.instant);
  }

  monotonicMs(): number {
    return this.instant.getTime();
  }

  /** Moves to an instant, in any direction. */
  travelTo(instant: Date): void {
    this.instant = new Date(instant);
  }
}
