import { type SubscriptionStatus } from './subscription-state';

/** What the network should grant. */
export const ACCESS = ['ENABLED', 'ISOLATED', 'DISABLED'] as const;
export type DesiredAccess = (typeof ACCESS)[number];

/** Why it is not simply ENABLED, or is so in spite of a debt. */
export type AccessReason =
  'OVERDUE' | 'NOT_STARTED' | 'PAUSED' | 'ENDED' | 'FORCED' | 'EXPIRED' | 'LOW_BALANCE' | 'PROMISED' | 'PROTECTED';

/** Decisions of people that stand above the rule while they last (billing.md 1.5). */
export interface AccessOverrides {
  /** The customer promised to pay until then. */
  readonly promiseUntil?: Date | null | undefined;
  readonly neverIsolate?: Override | null | undefined;
  readonly forceIsolate?: Override | null | undefined;
}

/** A row with an expiry; without one it lasts until somebody ends it. */
export interface Override {
  readonly until: Date | null;
}

export interface AccessFacts {
  readonly status: SubscriptionStatus;
  /** Sum remaining of the account's OPEN invoices whose isolation time has come: see {@link isolirDebt}. */
  readonly isolirDebt: bigint;
  /** Debt up to this never costs access. */
  readonly tolerance: bigint;
  /** Needed where overrides or an expiry are given. */
  readonly asOf?: Date | undefined;
  readonly overrides?: AccessOverrides | undefined;
  /** PREPAID_PERIOD: the instant up to which the service is paid. */
  readonly expiresAt?: Date | null | undefined;
  /** PREPAID_DAILY: balance below the least balance. */
  readonly lowBalance?: boolean | undefined;
}

export interface Access {
  desired: DesiredAccess;
  reasons: AccessReason[];
}

const WITHOUT_SERVICE: Readonly<Partial<Record<SubscriptionStatus, AccessReason>>> = {
  PENDING: 'NOT_STARTED',
  PAUSED: 'PAUSED',
  ENDED: 'ENDED',
};

/**
 * Access is derived from status, debt and overrides, never stored as truth (billing.md 1.5, isolate rule of 1.9). Order: no
 * service at all; forced isolation; a prepaid service that ran out; debt, unless protected or promised.
 */
export function desiredAccess(facts: AccessFacts): Access {
  const without = WITHOUT_SERVICE[facts.status];
  if (without) return { desired: 'DISABLED', reasons: [without] };
  const cuts = cutsOf(facts);
  if (cuts.length > 0) return { desired: 'ISOLATED', reasons: cuts };
  const shields = facts.isolirDebt > facts.tolerance ? shieldsOf(facts) : [];
  if (facts.isolirDebt <= facts.tolerance || shields.length > 0) return { desired: 'ENABLED', reasons: shields };
  return { desired: 'ISOLATED', reasons: ['OVERDUE'] };
}

function cutsOf({ asOf, overrides, expiresAt, lowBalance }: AccessFacts): AccessReason[] {
  const cuts: AccessReason[] = [];
  if (isInForce(overrides?.forceIsolate, asOf)) cuts.push('FORCED');
  if (expiresAt && asOf && expiresAt <= asOf) cuts.push('EXPIRED');
  if (lowBalance === true) cuts.push('LOW_BALANCE');
  return cuts;
}

function shieldsOf({ asOf, overrides }: AccessFacts): AccessReason[] {
  const shields: AccessReason[] = [];
  if (isInForce(overrides?.neverIsolate, asOf)) shields.push('PROTECTED');
  const { promiseUntil } = overrides ?? {};
  if (promiseUntil && asOf && asOf < promiseUntil) shields.push('PROMISED');
  return shields;
}

function isInForce(override: Override | null | undefined, asOf: Date | undefined): boolean {
  return !!override && (override.until === null || (asOf !== undefined && asOf < override.until));
}

/** The debt that costs access: what is left of OPEN invoices whose `isolirAt` has come (billing.md 1.9). */
export function isolirDebt(
  invoices: readonly { readonly status: string; readonly isolirAt: Date; readonly remaining: bigint }[],
  asOf: Date,
): bigint {
  return invoices
    .filter((invoice) => invoice.status === 'OPEN' && asOf >= invoice.isolirAt)
    .reduce((sum, invoice) => sum + invoice.remaining, 0n);
}
