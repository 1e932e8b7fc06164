import { IsInt, IsISO8601, IsOptional, Max, Min } from 'class-validator';

const CENTURY_MS = 3_155_760_000_000;

/** Where to move the time to: one of the two. */
export class TravelDto {
  /** Milliseconds that the product's time is ahead of the real one; negative for the past, 0 to come back. */
  @IsOptional()
  @IsInt()
  @Min(-CENTURY_MS)
  @Max(CENTURY_MS)
  offsetMs?: number;

  /**
   * The instant that it becomes, from where time goes on.
   * @example "2026-12-24T17:00:00Z"
   */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  now?: string;
}

/** The product's time. */
export class ClockDto {
  /** The present, as the product sees it. */
  now: string;

  /** Milliseconds that it is ahead of the real one. */
  offsetMs: number;
}
