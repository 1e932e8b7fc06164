import { type GatewayAccount } from './gateway-account';
import { type AccountChannel, costOf, surchargeOf } from './channel';

/** An account and one of its channels, as a way to pay a certain amount. */
export interface Candidate {
  account: GatewayAccount;
  channel: AccountChannel;
  /** Everything that the gateway can take at once. */
  limits: { min: bigint; max: bigint | undefined };
  /** Answers at present. */
  healthy: boolean;
}

export interface Wish {
  amount: bigint;
  currency: string;
  siteId: string;
  channel?: string | undefined;
  accountId?: string | undefined;
}

/** What the payer is asked for: the amount with what he bears of the fee. */
export const chargedOf = (channel: AccountChannel, amount: bigint): bigint => amount + surchargeOf(channel, amount);

/** Is this a way to pay that? */
export function isFit(candidate: Candidate, wish: Wish): boolean {
  return isOpen(candidate) && isWished(candidate, wish) && isWithinLimits(candidate, wish);
}

const isOpen = ({ account, channel }: Candidate): boolean =>
  account.status === 'ACTIVE' && channel.enabled && channel.offered;

function isWished({ account, channel }: Candidate, wish: Wish): boolean {
  return (
    account.currency === wish.currency &&
    (account.siteId === null || account.siteId === wish.siteId) &&
    (wish.accountId === undefined || account.id === wish.accountId) &&
    (wish.channel === undefined || channel.channel === wish.channel)
  );
}

function isWithinLimits({ account, channel, limits }: Candidate, { amount }: Wish): boolean {
  const charged = chargedOf(channel, amount);
  const lowest = [account.minAmount, channel.minAmount, limits.min];
  const highest = [account.maxAmount, channel.maxAmount, limits.max];
  return lowest.every((min) => charged >= min) && highest.every((max) => charged <= (max ?? charged));
}

/**
 * The best way first: what answers before what does not, the site's own account before one for all, then by priority, then
 * by what it costs. What does not answer stays at the end: better tried than nothing.
 */
export function inOrderOfChoice(candidates: readonly Candidate[], amount: bigint): Candidate[] {
  const rank = ({ account, channel, healthy }: Candidate): readonly (number | bigint | string)[] => [
    healthy ? 0 : 1,
    account.siteId === null ? 1 : 0,
    account.priority,
    costOf(channel, amount),
    `${account.code}:${channel.channel}`,
  ];
  return [...candidates].sort((a, b) => compare(rank(a), rank(b)));
}

function compare(a: readonly (number | bigint | string)[], b: readonly (number | bigint | string)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? left;
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return 0;
}
