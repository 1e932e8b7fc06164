import { type CancelPolicy } from '../changes/cancel';
import { type PausePolicy } from '../changes/pause';
import { type SignupProration } from '../changes/signup';
import { NUMBER_FORMATS, type NumberFormat } from '../invoice-number';

/** Channels that reminders may go out on. */
export const REMINDER_CHANNELS = ['WHATSAPP', 'EMAIL', 'SMS'] as const;
export type ReminderChannel = (typeof REMINDER_CHANNELS)[number];

/** Who a document is from, as it is printed; copied into the document when it is issued. */
export interface Issuer {
  name: string;
  address: string;
  phone: string;
  email: string;
  /** Tax number; empty for who is not registered for VAT. */
  npwp: string;
  /** PNG or JPEG as a data URL; empty: none. */
  logo: string;
  /** Where to transfer to, terms: printed at the foot. */
  footer: string;
}

/** Days on which nobody is isolated: it happens on the next other day, never earlier (billing.md 1.9). */
export interface IsolirCalendar {
  /** From this local hour of a Friday until Saturday 00:00; null: no rule. */
  fridayFromHour: number | null;
  weekends: boolean;
  holidays: boolean;
}

/** billing.md 1.9; amounts in booking units as text, because policies are stored as JSON. */
export interface LateFeePolicy {
  kind: 'NONE' | 'FLAT' | 'PERCENT';
  flatAmount: string;
  percentBp: number;
  minAmount: string;
  /** Null: no upper limit. */
  maxAmount: string | null;
  /** Again after so many days; null: once. */
  everyDays: number | null;
  taxCode: string;
}

/**
 * Everything about billing that an ISP may decide (billing.md 1.4–1.9). The policies of a site stand over those of the
 * whole ISP, these over the environment; a plan, an account or a subscription may have its own where billing.md says so.
 */
export interface BillingPolicies {
  dueDays: number;
  /** Day of the month on which invoices are due instead; never earlier than `minPaymentDays` after issue. Null: `dueDays`. */
  fixedDueDay: number | null;
  minPaymentDays: number;
  graceDays: number;
  isolirHour: number;
  isolirCalendar: IsolirCalendar;
  leadDays: number;
  runHour: number;
  /** First day of periods for who does not ask for another one. */
  anchorDay: number;
  anchorKind: 'FIXED_DAY' | 'ANNIVERSARY';
  proration: SignupProration;
  chargeNextThresholdDay: number | null;
  /** What an upgrade in the middle of a period costs: now, or on the next invoice (billing.md Q3). */
  deltaSettlement: 'INVOICE_NOW' | 'PENDING';
  downgrade: 'PERIOD_END' | 'NOW';
  cancelCredit: CancelPolicy;
  pause: PausePolicy;
  /** Where a prepaid period begins that is paid after the old one expired (billing.md 1.4). */
  prepaidRenewal: 'FROM_PAYMENT' | 'FROM_EXPIRY';
  /** Daily prepaid: below this balance there is no access. */
  minBalance: string;
  creditIsolatedDays: boolean;
  issueZeroInvoices: boolean;
  /** Totals are rounded to this much in cash, as a line of its own; "0": not at all (billing.md M5). */
  cashIncrement: string;
  /** Overdue debt up to which nobody loses access. */
  accessTolerance: string;
  isolationScope: 'ACCOUNT' | 'SERVICE';
  /** Local hours between which messages may go out, `from` included, `to` not. */
  quietHours: { from: number; to: number };
  sendHour: number;
  /** Days relative to the due day: -7 is a week before it. */
  reminderOffsets: number[];
  reminderChannels: ReminderChannel[];
  lateFee: LateFeePolicy;
  uncollectibleAfterDays: number;
  /** Days to pay after a payment was taken back. */
  refundPaymentDays: number;
  invoiceNumbers: NumberFormat;
  creditNoteNumbers: NumberFormat;
  issuer: Issuer;
  /** Registered for VAT (PKP). Who is not sells without tax, whatever the tax codes say (billing.md X3). */
  vatRegistered: boolean;
}

/** What one level decides; what it leaves out comes from the level below. */
export type PolicyPatch = Partial<BillingPolicies>;

/** What a plan may decide for those who take it (billing.md 1.4, 1.6). */
export const PLAN_POLICIES = [
  ...(['anchorDay', 'anchorKind', 'proration', 'chargeNextThresholdDay', 'deltaSettlement', 'downgrade'] as const),
  ...(['cancelCredit', 'pause', 'prepaidRenewal', 'minBalance', 'creditIsolatedDays'] as const),
];

/** Of the policies, those of a plan. */
export type PlanPolicies = Pick<PolicyPatch, (typeof PLAN_POLICIES)[number]>;

const ISSUER: Issuer = { name: '', address: '', phone: '', email: '', npwp: '', logo: '', footer: '' };

/** The page's defaults (billing.md 1.4–1.9, section 2). */
export const DEFAULT_POLICIES: BillingPolicies = {
  dueDays: 10,
  fixedDueDay: null,
  minPaymentDays: 5,
  graceDays: 3,
  isolirHour: 0,
  isolirCalendar: { fridayFromHour: null, weekends: false, holidays: false },
  leadDays: 0,
  runHour: 0,
  anchorDay: 1,
  anchorKind: 'FIXED_DAY',
  proration: 'PRORATE',
  chargeNextThresholdDay: null,
  deltaSettlement: 'INVOICE_NOW',
  downgrade: 'PERIOD_END',
  cancelCredit: 'NONE',
  pause: 'CREDIT',
  prepaidRenewal: 'FROM_PAYMENT',
  minBalance: '0',
  creditIsolatedDays: false,
  issueZeroInvoices: false,
  cashIncrement: '0',
  accessTolerance: '1000',
  isolationScope: 'ACCOUNT',
  quietHours: { from: 8, to: 20 },
  sendHour: 9,
  reminderOffsets: [-7, -3, -1, 0, 3],
  reminderChannels: ['WHATSAPP'],
  lateFee: {
    kind: 'NONE',
    flatAmount: '0',
    percentBp: 0,
    minAmount: '0',
    maxAmount: null,
    everyDays: null,
    taxCode: 'NONE',
  },
  uncollectibleAfterDays: 90,
  refundPaymentDays: 5,
  invoiceNumbers: NUMBER_FORMATS.INVOICE,
  creditNoteNumbers: NUMBER_FORMATS.CREDIT_NOTE,
  issuer: ISSUER,
  vatRegistered: true,
};

/** Later levels stand over earlier ones; a group of settings is replaced as a whole. */
export function mergePolicies(base: BillingPolicies, ...levels: readonly PolicyPatch[]): BillingPolicies {
  return Object.assign({}, base, ...levels) as BillingPolicies;
}
