import { type LocalDate, rdiv } from '@app/core';
import { type TaxRule } from '../invoice-calculator';

/** A rate from a tax point on. */
export interface TaxRate {
  readonly validFrom: LocalDate;
  readonly num: bigint;
  readonly den: bigint;
  /** Of the net, shown as the tax base: 11/12 for DPP nilai lain. Information only (billing.md X1). */
  readonly displayBase?: { readonly num: bigint; readonly den: bigint } | undefined;
  /** The rate as the law words it: `12 %`. */
  readonly displayRate?: string | undefined;
}

/** A tax code of the catalogue. */
export interface TaxCode {
  readonly code: string;
  readonly inclusive: boolean;
  readonly exempt: boolean;
  /** Newest first. */
  readonly rates: readonly TaxRate[];
}

/** Who sells, and to whom, as far as tax is concerned. */
export interface TaxParties {
  /** The tenant is a VAT-registered trader (PKP). */
  readonly sellerIsRegistered: boolean;
  readonly buyerIsExempt: boolean;
}

/** No tax at all: what a tenant who is not PKP sells with (billing.md X3). */
export const NO_TAX: TaxRule = { code: 'NONE', num: 0n, den: 1n, inclusive: false };

/**
 * The rule to be frozen in a line: the rate of the tax point, which is the issue date; none for a seller without PKP, an
 * exempt buyer or an exempt code (billing.md X3). An inclusive price stays what the customer pays: without tax all of it is
 * net.
 *
 * @throws RangeError when the code has no rate on that day
 */
export function taxRuleOn(tax: TaxCode, issuedOn: LocalDate, parties: TaxParties): TaxRule {
  if (!parties.sellerIsRegistered) return NO_TAX;
  if (parties.buyerIsExempt || tax.exempt) return { code: tax.code, num: 0n, den: 1n, inclusive: tax.inclusive };
  const rate = rateOn(tax, issuedOn);
  if (!rate) throw new RangeError(`tax code ${tax.code} has no rate on ${issuedOn}`);
  return { code: tax.code, num: rate.num, den: rate.den, inclusive: tax.inclusive };
}

/** The rate of a tax point, or undefined before the first one. */
export function rateOn(tax: Pick<TaxCode, 'rates'>, issuedOn: LocalDate): TaxRate | undefined {
  return tax.rates.find((rate) => rate.validFrom <= issuedOn);
}

/** What a corporate payer keeps of the tax base and pays to the state itself: PPh 23, 2 % of the DPP (billing.md X4). */
export function withholdingOf(net: bigint, rate: { num: bigint; den: bigint } = PPH23): bigint {
  return rdiv(net * rate.num, rate.den);
}

/** PPh 23 on services. */
export const PPH23 = { num: 2n, den: 100n } as const;
