import { type LocalDate } from '@app/core';
import { type LineAmounts, type TaxRule } from '../invoice-calculator';
import { type RevenueAccount } from '../ledger-accounts';
import { type ChargedSegment } from './charged-segment';
import { baseAfter, type PricedStretch } from './price-curve';
import { daysOf } from './stretch';

/** What a line charges for; the kinds of the invoice line table. */
export type LineKind =
  'RECURRING' | 'SETUP' | 'ADD_ON' | 'ONE_OFF' | 'CHANGE' | 'DAILY' | 'LATE_FEE' | 'ROUNDING' | 'OPENING_BALANCE';

/** A line that charges days of a service. Discounts, where there are any, are in `base` and `discount` already. */
export interface ChargeLine extends LineAmounts {
  readonly kind: LineKind;
  readonly subscriptionId: string;
  /** With subscription and period start it is unique (billing.md G1); a change carries its id here. */
  readonly chargeCode: string;
  readonly planId?: string | undefined;
  readonly productId?: string | undefined;
  /** Where its net amount is booked; default: by its kind. */
  readonly revenueAccount?: RevenueAccount | undefined;
  readonly description: string;
  readonly periodStart: LocalDate;
  readonly periodEnd: LocalDate;
  readonly naturalDays: number;
  readonly quantity: number;
  /** Of one piece and a full period, in the terms of the tax rule. */
  readonly unitPrice: bigint;
  readonly taxRule: TaxRule;
  /** Before discounts, in the terms of the tax rule. */
  readonly gross: bigint;
  /** Taken off `gross` before tax. */
  readonly discount: bigint;
  /** Set when the line does not cost its exact share of the price: see {@link PricedStretch.base}. */
  readonly base?: bigint | undefined;
}

/** The line as a priced stretch. */
export function stretchOfLine(line: ChargeLine): PricedStretch {
  const { periodStart: start, periodEnd: end, naturalDays, taxRule, base } = line;
  return { start, end, naturalDays, taxRule, base, price: line.unitPrice * BigInt(line.quantity) };
}

/** The line as history, once it stands on an invoice. */
export function segmentOf(line: ChargeLine, ids: { lineId: string; invoiceId: string }): ChargedSegment {
  const { subscriptionId, chargeCode, planId, productId, net, tax } = line;
  return {
    ...stretchOfLine(line),
    ...ids,
    subscriptionId,
    chargeCode,
    planId,
    productId,
    charged: { net, tax },
    credited: [],
  };
}

/**
 * The `base` of a line that is read back from its document: undefined when it costs exactly its share of the price, so that
 * its curve is the one that it was charged with (billing.md M3); otherwise what it costs after discounts or by a policy.
 */
export function baseOfStored(
  line: Omit<PricedStretch, 'base'> & { gross: bigint; discount: bigint },
): bigint | undefined {
  const { gross, discount } = line;
  const share = baseAfter({ ...line, base: undefined }, daysOf(line));
  return discount === 0n && gross === share ? undefined : gross - discount;
}
