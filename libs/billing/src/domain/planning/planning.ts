import { type LocalDate } from '@app/core';
import { type BillingType } from '../changes/drafts';
import { type SignupPolicy } from '../changes/signup';
import { type ChargeLine } from '../charges/charge-line';
import { type Component } from '../charges/component';
import { type Discount } from '../discounts/discount';
import { type UsedDiscount } from '../discounts/discounted-lines';
import { type PaymentTerms } from '../due-dates';
import { type LineAmounts, type TaxRule } from '../invoice-calculator';
import { type InstantOf } from '../local-instants';
import { type BillingRhythm } from '../next-bill-at';
import { type BillablePlan } from '../plan-price';
import { type RefusalCode } from '../refused-error';

/** An account that owes something new: the payer, whose invoice also carries the services of a family's children. */
export interface BillableAccount {
  readonly customerId: string;
  readonly siteId: string;
  readonly timeZone: string;
  readonly currency: string;
  /** One-off charges that wait for the next invoice. */
  readonly pending?: readonly PendingCharge[] | undefined;
  /** Discounts and coupons that were granted, oldest first. */
  readonly discounts?: readonly Discount[] | undefined;
  /** Own terms instead of those of the run. */
  readonly terms?: PaymentTerms | undefined;
  /** Pays no tax (billing.md X3). */
  readonly taxExempt?: boolean | undefined;
}

/** A one-off charge: setup fee, device, visit, fine, or the debit of a change that was not invoiced at once. */
export interface PendingCharge {
  readonly id: string;
  /** Not swept up before this local day. */
  readonly billAfter: LocalDate;
  readonly line: BillLine;
}

/** A subscription whose next period is due. */
export interface DueSubscription {
  readonly id: string;
  readonly planId: string;
  readonly anchorDay: number;
  /** First billed day, and origin of the boundaries: activation, end of the trial, or the end of the stub of an anchor move. */
  readonly startedOn: LocalDate;
  readonly nextPeriodStart: LocalDate;
  /** Default: RECURRING_ADVANCE. Prepaid services are renewed, not billed by the run. */
  readonly billingType?: BillingType | undefined;
  /** Default: PRORATE. */
  readonly signup?: SignupPolicy | undefined;
  /** Recurring add-ons; what the plan's bundle has comes with the plan. */
  readonly addOns?: readonly Component[] | undefined;
  /** When the plan was taken (GRANDFATHER prices, billing.md Q7); default: `startedOn`. */
  readonly planSince?: LocalDate | undefined;
  /** What is planned for a later day and must not be billed past. */
  readonly planned?: PlannedPeriodChange | undefined;
  /** Wants invoices of its own instead of the consolidated one. */
  readonly separateInvoice?: boolean | undefined;
  /** The child that uses the service, when the account is its payer. */
  readonly serviceCustomerId?: string | undefined;
  /** Most periods of it at once, instead of the context's: somebody agreed to a catch-up. */
  readonly periodCap?: number | undefined;
}

/** A change on a period boundary: another plan from that day on, or no more billing. */
export interface PlannedPeriodChange {
  readonly on: LocalDate;
  readonly change: { readonly planId: string } | 'CANCEL';
}

/** A line of a bill. One-off charges have no period, and perhaps no subscription. */
export interface BillLine extends Omit<ChargeLine, 'subscriptionId' | 'periodStart' | 'periodEnd' | 'naturalDays'> {
  readonly subscriptionId: string | null;
  readonly periodStart: LocalDate | null;
  readonly periodEnd: LocalDate | null;
  readonly naturalDays: number | null;
  readonly serviceCustomerId?: string | undefined;
  /** The one-off charge that it settles. */
  readonly chargeId?: string | undefined;
}

/** An invoice without its number. */
export interface Bill extends LineAmounts {
  readonly account: BillableAccount;
  /** `R:<scheduled bill date>`: one consolidated invoice per customer and bill date (billing.md G1). */
  readonly billKey: string;
  readonly issuedOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly overdueAt: Date;
  readonly isolirAt: Date;
  readonly lines: readonly BillLine[];
  /** Discounts that it used; each has one period less afterwards. */
  readonly discounts: readonly UsedDiscount[];
}

/** Where a subscription's pointer goes (billing.md G2). */
export interface PointerMove {
  readonly subscriptionId: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly nextBillAt: Date;
}

export interface Refusal {
  readonly subscriptionId: string;
  readonly code: RefusalCode;
  readonly reason: string;
}

/** A plan with what else comes with it each period. */
export interface SoldPlan extends BillablePlan {
  /** Default: RECURRING_ADVANCE. */
  readonly billingType?: BillingType | undefined;
  /** What the plan has beside its own line, each with a line of its own. */
  readonly bundle?: readonly Component[] | undefined;
}

export interface PlanningContext {
  /** Frozen for the whole run (billing.md T4). */
  readonly asOf: Date;
  readonly plans: ReadonlyMap<string, SoldPlan>;
  readonly terms: PaymentTerms;
  readonly rhythm: BillingRhythm;
  readonly at: InstantOf;
  /** Local day of `asOf` in a zone: the issue date. */
  readonly today: (zone: string) => LocalDate;
  /** Most periods per subscription: see `periodCap`. Default: the cap of a recognised catch-up. */
  readonly periodCap?: number | undefined;
  /** Tax of an account on its issue date (billing.md X3); default: the rule of the plan as it is. */
  readonly taxFor?: ((rule: TaxRule, account: BillableAccount, issuedOn: LocalDate) => TaxRule) | undefined;
  /** Issue invoices of zero for services that cost nothing (billing.md Q9). */
  readonly issueZeroInvoices?: boolean | undefined;
  /** Booking units that cash comes in (billing.md M5); 1, the default, rounds nothing. */
  readonly cashIncrement?: bigint | undefined;
}

/** What a run has to write for one account. */
export interface AccountPlan {
  bills: Bill[];
  moves: PointerMove[];
  refusals: Refusal[];
}
