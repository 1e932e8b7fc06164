import { type AccountChannel, costOf, isForbiddenSurcharge, surchargeOf } from './channel';
import { type Candidate, chargedOf, inOrderOfChoice, isFit } from './choice';
import { type GatewayAccount } from './gateway-account';

const now = new Date(0);
const account = (id: string, change: Partial<GatewayAccount> = {}): GatewayAccount => ({
  ...{ id, code: id, gateway: 'tripay', siteId: null, name: id, environment: 'SANDBOX', settings: {} },
  ...{ cashAccount: 'CASH.GATEWAY', status: 'ACTIVE', currency: 'IDR', minAmount: 0n, maxAmount: null, priority: 100 },
  ...{ channelsRefreshedAt: null, previousUntil: null, version: 1, createdAt: now, updatedAt: now },
  ...change,
});
const channel = (accountId: string, change: Partial<AccountChannel> = {}): AccountChannel => ({
  ...{ accountId, channel: 'BC', name: 'BCA', kind: 'va', enabled: true, offered: true, feeFlat: 4_000n },
  ...{ feePercentBp: 0, bearer: 'MERCHANT', minAmount: 10_000n, maxAmount: null, currency: 'IDR', updatedAt: now },
  ...change,
});
const candidate = (
  id: string,
  change: { account?: Partial<GatewayAccount>; channel?: Partial<AccountChannel>; healthy?: boolean } = {},
): Candidate => ({
  account: account(id, change.account),
  channel: channel(id, change.channel),
  limits: { min: 10_000n, max: undefined },
  healthy: change.healthy ?? true,
});

const WISH = { amount: 150_000n, currency: 'IDR', siteId: 'jkt' };

describe('rules of choice', () => {
  it('take site, channel, amount and switches into account', () => {
    expect(isFit(candidate('a'), WISH)).toBe(true);
    expect(isFit(candidate('a', { account: { siteId: 'dps' } }), WISH)).toBe(false);
    expect(isFit(candidate('a', { account: { status: 'PAUSED' } }), WISH)).toBe(false);
    expect(isFit(candidate('a', { channel: { enabled: false } }), WISH)).toBe(false);
    expect(isFit(candidate('a', { channel: { offered: false } }), WISH)).toBe(false);
    expect(isFit(candidate('a', { account: { maxAmount: 149_999n } }), WISH)).toBe(false);
    expect(isFit(candidate('a'), { ...WISH, amount: 9_999n })).toBe(false);
    expect(isFit(candidate('a'), { ...WISH, channel: 'OV' })).toBe(false);
    expect(isFit(candidate('a'), { ...WISH, accountId: 'b' })).toBe(false);
    expect(isFit(candidate('a'), { ...WISH, currency: 'USD' })).toBe(false);
  });

  it('prefer who answers, then the own account of the site, then priority, then the cheaper one', () => {
    const order = inOrderOfChoice(
      [
        candidate('ill', { healthy: false, account: { siteId: 'jkt', priority: 1 } }),
        candidate('dear', { channel: { feeFlat: 5_000n } }),
        candidate('cheap', { channel: { feeFlat: 1_000n } }),
        candidate('first', { account: { priority: 1 } }),
        candidate('own', { account: { siteId: 'jkt' } }),
      ],
      WISH.amount,
    );
    expect(order.map(({ account: { id } }) => id)).toEqual(['own', 'first', 'cheap', 'dear', 'ill']);
  });
});

describe('fees of channels', () => {
  it('are borne by whom the channel says, rounded half-up', () => {
    const fee = { feeFlat: 1_500n, feePercentBp: 70, bearer: 'CUSTOMER' as const };
    expect(surchargeOf(fee, 150_050n)).toBe(1_500n + 1_050n);
    expect(surchargeOf({ ...fee, bearer: 'MERCHANT' }, 150_050n)).toBe(0n);
    expect(costOf({ ...fee, bearer: 'MERCHANT' }, 150_050n)).toBe(2_550n);
    expect(chargedOf(channel('a', fee), 150_050n)).toBe(152_600n);
  });
  it('of QRIS must not be charged to the payer', () => {
    expect(isForbiddenSurcharge({ kind: 'qris', bearer: 'CUSTOMER' })).toBe(true);
    expect(isForbiddenSurcharge({ kind: 'va', bearer: 'CUSTOMER' })).toBe(false);
  });
});
