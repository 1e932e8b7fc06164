import { rdiv } from '@app/core';

/** A tax code as it is frozen in a line (billing.md X1). */
export interface TaxRule {
  readonly code: string;
  /** Rate as a fraction of the net: 11/100. */
  readonly num: bigint;
  readonly den: bigint;
  /** The price contains the tax. */
  readonly inclusive: boolean;
}

/** Amounts in booking units. */
export interface LineAmounts {
  readonly net: bigint;
  readonly tax: bigint;
}

/** Tax on a net amount, rounded once from the exact fraction (billing.md X1). */
export function taxOnNet(net: bigint, tax: TaxRule): LineAmounts {
  return { net, tax: rdiv(net * tax.num, tax.den) };
}

/** Net and tax inside a gross amount; they add up to it (billing.md X2). */
export function taxInGross(gross: bigint, tax: TaxRule): LineAmounts {
  const net = rdiv(gross * tax.den, tax.den + tax.num);
  return { net, tax: gross - net };
}

/** Net and tax of an amount in the terms of its tax rule: net, or gross when the rule is inclusive (billing.md X1, X2). */
export function taxed(base: bigint, tax: TaxRule): LineAmounts {
  return tax.inclusive ? taxInGross(base, tax) : taxOnNet(base, tax);
}

/** The tax base that an invoice shows as information, never the source of the tax (billing.md X1: DPP nilai lain). */
export function displayBase(net: bigint, num: bigint, den: bigint): bigint {
  return rdiv(net * num, den);
}
