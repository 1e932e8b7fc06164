import { segment } from '@app/core';
import { type LineAmounts, taxed, type TaxRule } from '../invoice-calculator';
import { daysOf, type Stretch } from './stretch';

/** A stretch of days with the price that it was, or is to be, charged at. */
export interface PricedStretch extends Stretch {
  /** Days of the natural full period that `price` stands for (billing.md P3); may differ from the days of the stretch. */
  readonly naturalDays: number;
  /** Of the natural full period, all pieces of the quantity; gross when the tax rule is inclusive (billing.md X2). */
  readonly price: bigint;
  readonly taxRule: TaxRule;
  /**
   * What the whole stretch costs instead of its share of the price, in the terms of the price: after discounts, or by a
   * policy such as FULL (billing.md Q1, D1). It is spread evenly over the days.
   */
  readonly base?: bigint | undefined;
}

/**
 * Price of the first `days` days of the stretch, rounded once from the exact fraction: the cumulative curve whose
 * differences are the segments of billing.md M3. Days are counted from the start of the stretch that was charged.
 */
export function baseAfter(stretch: PricedStretch, days: number): bigint {
  return stretch.base === undefined
    ? segment(stretch.price, 0n, BigInt(days), BigInt(stretch.naturalDays))
    : segment(stretch.base, 0n, BigInt(days), BigInt(daysOf(stretch)));
}

/** Net and tax of the first `days` days. An inclusive price is cut as gross and then split (billing.md X2). */
export function amountsAfter(stretch: PricedStretch, days: number): LineAmounts {
  return days === 0 ? NOTHING : taxed(baseAfter(stretch, days), stretch.taxRule);
}

/** No money. */
export const NOTHING: LineAmounts = { net: 0n, tax: 0n };

export function plus(a: LineAmounts, b: LineAmounts): LineAmounts {
  return { net: a.net + b.net, tax: a.tax + b.tax };
}

export function minus(a: LineAmounts, b: LineAmounts): LineAmounts {
  return { net: a.net - b.net, tax: a.tax - b.tax };
}

/** Sum of net and of tax; no rounding at this level (billing.md M5). */
export function sumOf(amounts: readonly LineAmounts[]): LineAmounts {
  let net = 0n;
  let tax = 0n;
  for (const amount of amounts) {
    net += amount.net;
    tax += amount.tax;
  }
  return { net, tax };
}

/** Net and tax together. */
export function grossOf(amounts: LineAmounts): bigint {
  return amounts.net + amounts.tax;
}
