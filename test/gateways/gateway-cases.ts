import { type GatewayCredentials, type OrderState } from '@app/payments';
import { type Notice, type PaymentSimulator, type ProviderName } from '../../apps/simulator/src/payments';

/** How one gateway goes through the suite. */
export interface GatewayCase {
  readonly name: string;
  readonly provider: ProviderName;
  /** Settings and secrets that fit the simulator's merchant. */
  settings(simulator: PaymentSimulator): Pick<GatewayCredentials, 'settings' | 'secrets'>;
  readonly channel: string;
  /** The secret that callbacks are authenticated with. */
  readonly callbackSecret: string;
  /** Settings that make the same callback somebody else's; absent where a callback names no merchant. */
  readonly otherMerchant?: Record<string, string>;
  /** What each notice that the gateway sends means. */
  readonly notices: readonly (readonly [Notice, OrderState])[];
  /** What the gateway says of an order that ended so. */
  readonly queries: Readonly<Record<'FAILED' | 'EXPIRED' | 'CANCELLED', OrderState>>;
  readonly trusted: 'signed-status' | 'unsigned-status';
}

const duitku = (product: 'pop' | 'v2', legacy: boolean): GatewayCase => ({
  name: `duitku ${product}${legacy ? ', old digests' : ''}`,
  provider: 'duitku',
  settings: ({ merchants: { duitku: merchant } }) => {
    merchant.legacySignatures = legacy;
    const endpoints = ['inquiry', 'pop', 'callback', 'status', 'methods'];
    const old = legacy ? Object.fromEntries(endpoints.map((one) => [`signature.${one}`, 'legacy'])) : {};
    return { settings: { merchantCode: merchant.merchantCode, product, ...old }, secrets: { apiKey: merchant.apiKey } };
  },
  channel: 'BC',
  callbackSecret: 'apiKey',
  otherMerchant: { merchantCode: 'D9999' },
  notices: [
    ['paid', 'paid'],
    ['failed', 'failed'],
    ['expired', 'failed'],
  ],
  queries: { FAILED: 'failed', EXPIRED: 'failed', CANCELLED: 'failed' },
  trusted: 'unsigned-status',
});

/** Every gateway that takes part in the network. */
export const GATEWAY_CASES: readonly GatewayCase[] = [
  duitku('pop', false),
  duitku('v2', false),
  duitku('v2', true),
  {
    name: 'midtrans',
    provider: 'midtrans',
    settings: ({ merchants: { midtrans: merchant } }) => ({
      settings: { merchantId: merchant.merchantCode },
      secrets: { serverKey: merchant.apiKey },
    }),
    channel: 'bca_va',
    callbackSecret: 'serverKey',
    otherMerchant: { merchantId: 'G999' },
    notices: [
      ['pending', 'pending'],
      ['paid', 'paid'],
      ['failed', 'failed'],
      ['expired', 'expired'],
      ['cancelled', 'cancelled'],
      ['chargeback', 'chargeback'],
    ],
    queries: { FAILED: 'failed', EXPIRED: 'expired', CANCELLED: 'cancelled' },
    trusted: 'signed-status',
  },
  {
    name: 'xendit',
    provider: 'xendit',
    settings: ({ merchants: { xendit: merchant } }) => ({
      settings: { businessId: merchant.merchantCode },
      secrets: { secretKey: merchant.apiKey, callbackToken: merchant.callbackSecret },
    }),
    channel: 'BCA',
    callbackSecret: 'callbackToken',
    otherMerchant: { businessId: '5fff' },
    notices: [
      ['pending', 'pending'],
      ['paid', 'paid'],
      ['settled', 'paid'],
      ['expired', 'expired'],
    ],
    queries: { FAILED: 'expired', EXPIRED: 'expired', CANCELLED: 'expired' },
    trusted: 'unsigned-status',
  },
  {
    name: 'tripay',
    provider: 'tripay',
    settings: ({ merchants: { tripay: merchant } }) => ({
      settings: { merchantCode: merchant.merchantCode },
      secrets: { apiKey: merchant.apiKey, privateKey: merchant.callbackSecret },
    }),
    channel: 'QRIS',
    callbackSecret: 'privateKey',
    notices: [
      ['paid', 'paid'],
      ['failed', 'failed'],
      ['expired', 'expired'],
      ['refunded', 'refunded'],
    ],
    queries: { FAILED: 'failed', EXPIRED: 'expired', CANCELLED: 'expired' },
    trusted: 'signed-status',
  },
  {
    name: 'stripe',
    provider: 'stripe',
    settings: ({ merchants: { stripe: merchant } }) => ({
      settings: {},
      secrets: { secretKey: merchant.apiKey, webhookSecret: merchant.callbackSecret },
    }),
    channel: 'card',
    callbackSecret: 'webhookSecret',
    otherMerchant: { stripeAccount: 'acct_other' },
    notices: [
      ['pending', 'pending'],
      ['paid', 'paid'],
      ['settled', 'paid'],
      ['failed', 'failed'],
      ['expired', 'expired'],
      ['chargeback', 'chargeback'],
    ],
    queries: { FAILED: 'expired', EXPIRED: 'expired', CANCELLED: 'expired' },
    trusted: 'signed-status',
  },
];
