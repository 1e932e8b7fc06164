const FACTORS: Readonly<Record<string, number>> = { '': 0.001, k: 1, M: 1_000, G: 1_000_000 };

/** Rates of a profile as a plan has them. */
export interface Rates {
  downloadKbps: number;
  uploadKbps: number;
}

/**
 * Reads the first group of a `rate-limit` (`2M/10M 0/0 …`): received and sent by the router, which is the subscriber's upload
 * and download. Undefined where there is none, or where it is unlimited in a direction.
 */
export function ratesOf(rateLimit: string | undefined): Rates | undefined {
  const [first = ''] = (rateLimit ?? '').trim().split(/\s+/);
  const [up = '', down = up] = first.split('/');
  const [uploadKbps, downloadKbps] = [kbps(up), kbps(down)];
  return uploadKbps > 0 && downloadKbps > 0 ? { uploadKbps, downloadKbps } : undefined;
}

function kbps(token: string): number {
  const match = /^(\d+)([kMG]?)$/.exec(token);
  return match ? Math.round(Number(match[1]) * (FACTORS[match[2] ?? ''] ?? 0)) : 0;
}
