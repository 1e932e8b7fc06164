import { type Clock } from '@app/core';

const SHORTEST = 100;
const LONGEST = 500;
/** Time between two looks at the lease and at what is more urgent. */
const WANTED_MS = 200;

/** How much of a long plan goes out in one piece: as much as the router does in about a fifth of a second. */
export class Stride {
  private size = SHORTEST;

  constructor(private readonly clock: Clock) {}

  get length(): number {
    return this.size;
  }

  /** Learns from the time that a piece of so many takes. */
  async measure<T>(count: number, piece: () => Promise<T>): Promise<T> {
    const begun = this.clock.monotonicMs();
    const result = await piece();
    const ms = Math.max(1, this.clock.monotonicMs() - begun);
    this.size = Math.min(LONGEST, Math.max(SHORTEST, Math.round((count * WANTED_MS) / ms)));
    return result;
  }
}
