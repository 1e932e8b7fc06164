import { createHash } from 'node:crypto';

/** A number in [0, 1) that a text always gives. */
export function chanceOf(text: string): number {
  return createHash('md5').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

/** What a subscriber may send and receive, bits per second; null without a limit. */
export interface RateLimit {
  readonly upload: bigint;
  readonly download: bigint;
}

const UNITS: Record<string, bigint> = { '': 1n, k: 1_000n, M: 1_000_000n, G: 1_000_000_000n };

/** The first part of a `rate-limit`: `rx/tx`, from the router's side upload/download. */
export function parseRateLimit(text: string | undefined): RateLimit | null {
  const match = /^(\d+)([kMG]?)(?:\/(\d+)([kMG]?))?(?:\s|$)/.exec(text ?? '');
  if (match === null) return null;
  const upload = BigInt(match[1] ?? '') * (UNITS[match[2] ?? ''] ?? 1n);
  const download = match[3] === undefined ? upload : BigInt(match[3]) * (UNITS[match[4] ?? ''] ?? 1n);
  return { upload, download };
}

const UNLIMITED: RateLimit = { upload: 20_000_000n, download: 50_000_000n };
const SWING_SECONDS = 90;

/**
 * The bytes of one session: they grow with time, never shrink, swing as people surf and stay below the rate limit. Two
 * sessions of one subscriber have the same habits. Nothing runs: the figures are computed when they are read.
 */
export class Traffic {
  private readonly uploadShare: number;
  private readonly downloadShare: number;
  private readonly phase: number;
  private readonly limit: RateLimit;

  constructor(
    subscriber: string,
    limit: RateLimit | null,
    private readonly elapsedMs: () => number,
  ) {
    this.limit = limit ?? UNLIMITED;
    this.downloadShare = 0.05 + 0.3 * chanceOf(`down ${subscriber}`);
    this.uploadShare = 0.01 + 0.08 * chanceOf(`up ${subscriber}`);
    this.phase = 2 * Math.PI * chanceOf(`phase ${subscriber}`);
  }

  /** Bytes that the subscriber has sent: `rx-byte` of the interface. */
  uploaded(): bigint {
    return this.bytes(this.limit.upload, this.uploadShare);
  }

  /** Bytes that the subscriber has received: `tx-byte` of the interface. */
  downloaded(): bigint {
    return this.bytes(this.limit.download, this.downloadShare);
  }

  /** Bits per second now. */
  rate(): RateLimit {
    const swing = 1 + 0.6 * Math.sin(this.angle());
    const of = (limit: bigint, share: number): bigint => BigInt(Math.floor(Number(limit) * share * swing));
    return { upload: of(this.limit.upload, this.uploadShare), download: of(this.limit.download, this.downloadShare) };
  }

  /** Milliseconds of use after which so many bytes, both ways together, have flowed. */
  reaches(bytes: bigint, ways: 'up' | 'down' | 'both' = 'both'): number {
    const flowed = (elapsedMs: number): bigint => {
      const up = ways === 'down' ? 0n : this.bytes(this.limit.upload, this.uploadShare, elapsedMs);
      return up + (ways === 'up' ? 0n : this.bytes(this.limit.download, this.downloadShare, elapsedMs));
    };
    let [low, high] = [0, 1_000];
    while (flowed(high) < bytes && high < 1e13) [low, high] = [high, high * 2];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (flowed(middle) < bytes) low = middle;
      else high = middle;
    }
    return high;
  }

  private angle(elapsedMs = this.elapsedMs()): number {
    return this.phase + elapsedMs / 1_000 / SWING_SECONDS;
  }

  /** The integral of {@link rate}. */
  private bytes(limit: bigint, share: number, elapsedMs = this.elapsedMs()): bigint {
    const seconds = elapsedMs / 1_000;
    const swung = seconds + 0.6 * SWING_SECONDS * (Math.cos(this.phase) - Math.cos(this.angle(elapsedMs)));
    return BigInt(Math.floor((Number(limit) / 8) * share * Math.max(0, swung)));
  }
}
