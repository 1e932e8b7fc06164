import { type ProviderName } from './order';

/** Keys and habits of the merchant's account at each gateway. Where a gateway has no such thing the field is ignored. */
export interface Merchant {
  merchantCode: string;
  /** API key, server key or secret key. */
  apiKey: string;
  /** What callbacks are signed with: private key, callback token, webhook secret; Duitku and Midtrans use the API key. */
  callbackSecret: string;
  /** Where callbacks go for orders that name no address, as the dashboard of the gateway has it. */
  callbackUrl: string;
  /** Duitku: sign and expect the obsolete digests. */
  legacySignatures: boolean;
}

export type Merchants = Record<ProviderName, Merchant>;

const merchant = (merchantCode: string, apiKey: string, callbackSecret = apiKey): Merchant => ({
  merchantCode,
  apiKey,
  callbackSecret,
  callbackUrl: '',
  legacySignatures: false,
});

/** The accounts that exist where nobody says otherwise; keys of nothing. */
export const defaultMerchants = (): Merchants => ({
  duitku: merchant('DS12345', '732B39FC61796845775D2C4FB05332AF'),
  midtrans: merchant('G123456789', 'SB-Mid-server-simulator'),
  xendit: merchant('5f0000000000000000000001', 'xnd_development_simulator', 'xendit-callback-token'),
  tripay: merchant('T0001', 'DEV-simulator-api-key', 'simulator-private-key'),
  stripe: merchant('acct_simulator', 'sk_test_simulator', 'whsec_simulator'),
});
