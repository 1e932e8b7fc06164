/** A process that lives, or lived within the last week. */
export class HeartbeatDto {
  /** Host and process id. */
  process: string;

  /** Its last sign of life. */
  seenAt: Date;
}

/** A clock that jumped while a process ran. */
export class ClockFaultDto {
  id: string;

  process: string;

  /** By how much, in seconds. */
  jumpSeconds: number;

  seenAt: Date;
}

/** What billing thinks of the clock. */
export class BillingClockDto {
  /**
   * `TRUSTED`; `CATCHING_UP` (nobody ran for a while); `REFUSED` (it went back, or server and database disagree) or `HELD` (it
   * jumped: nothing is billed and nobody isolated until somebody confirms).
   */
  state: string;

  /** The product's time. */
  now: Date;

  /** Time of the newest run; null before the first one. */
  lastAsOf: Date | null;

  /** Jumps that wait for confirmation. */
  faults: ClockFaultDto[];

  processes: HeartbeatDto[];
}
