/** How a currency is booked (billing.md M1). `bookingScale` is the number of decimals of one booking unit. */
export interface Currency {
  readonly code: string;
  /** Exponent of ISO 4217, which gateways may speak (IDR: 2). */
  readonly isoExponent: number;
  /** Decimals of the unit that the ledger counts (IDR: 0, whole rupiah). */
  readonly bookingScale: number;
  /** Smallest cash step in booking units; 1 means no cash rounding. */
  readonly cashIncrement: bigint;
}

const CURRENCIES: Readonly<Record<string, Currency>> = {
  IDR: { code: 'IDR', isoExponent: 2, bookingScale: 0, cashIncrement: 1n },
  JPY: { code: 'JPY', isoExponent: 0, bookingScale: 0, cashIncrement: 1n },
  USD: { code: 'USD', isoExponent: 2, bookingScale: 2, cashIncrement: 1n },
};

/**
 * Looks a currency up by its ISO code.
 *
 * @throws RangeError for a code that the product does not book
 */
export function currencyOf(code: string): Currency {
  const currency = Object.hasOwn(CURRENCIES, code) ? CURRENCIES[code] : undefined;
  if (!currency) throw new RangeError(`unknown currency ${code}`);
  return currency;
}
