/** Why a subscription cannot be billed. */
export type RefusalCode = 'NO_PRICE' | 'CURRENCY' | 'CATCH_UP_CAP' | 'TOO_FAR_AHEAD' | 'CALCULATION';

/** A subscription cannot be billed; it is parked with the reason (billing.md G5). */
export class RefusedError extends Error {
  constructor(
    readonly code: RefusalCode,
    reason: string,
  ) {
    super(reason);
  }
}
