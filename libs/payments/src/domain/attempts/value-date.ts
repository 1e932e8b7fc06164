/** Clocks of gateways may be a little behind ours. */
const TOLERANCE_MS = 5 * 60_000;

/** When the money was received: what the gateway says, where that lies between the start of the attempt and now. */
export function valueDateOf(paidAt: Date | undefined, startedAt: Date, now: Date): Date {
  if (paidAt === undefined || Number.isNaN(paidAt.getTime()) || paidAt > now) return now;
  if (paidAt.getTime() < startedAt.getTime() - TOLERANCE_MS) return now;
  return paidAt < startedAt ? startedAt : paidAt;
}
