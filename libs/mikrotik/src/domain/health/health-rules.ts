/**
 * What is measured at every probe: LATENCY in ms, CPU, MEMORY and DISK in percent used, TEMPERATURE in °C, CLOCK in ms that
 * the router's clock is off, SESSIONS in percent of what licence and servers allow.
 */
export const MEASURED = ['LATENCY', 'CPU', 'MEMORY', 'TEMPERATURE', 'DISK', 'CLOCK', 'SESSIONS'] as const;
export type Measured = (typeof MEASURED)[number];

/** A condition begins at `enter` and ends below `leave`; between them everything stays as it is. */
export interface Band {
  readonly enter: number;
  readonly leave: number;
}

/** How much it takes until a router counts as something else. */
export interface HealthRules {
  /** Probes that are remembered. */
  readonly window: number;
  /** Lost ones among them that make it OFFLINE. */
  readonly failures: number;
  /** Answered ones in a row that bring it back. */
  readonly recover: number;
  /** Readings in a row beyond an edge of a band. */
  readonly persistence: number;
  readonly bands: Readonly<Record<Measured, Band>>;
}

/** `90/75` as a band. @throws RangeError when it is none, or the first number is not the higher one */
export function bandOf(text: string): Band {
  const match = /^(\d+)\/(\d+)$/.exec(text.trim());
  const [enter, leave] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || leave > enter) throw new RangeError(`not a band (enter/leave): ${text}`);
  return { enter, leave };
}
