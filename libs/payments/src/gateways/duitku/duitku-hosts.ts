import { baseUrlOf, type GatewayCredentials } from '../gateway-credentials';

/** Where Duitku's calls go (payments.md 2.1). */
export interface DuitkuHosts {
  readonly inquiry: string;
  readonly pop: string;
  readonly status: string;
  readonly methods: string;
}

/** Hosts of Duitku's pay pages. */
export const DUITKU_DOMAINS = ['duitku.com'];

export function duitkuHosts(account: GatewayCredentials): DuitkuHosts {
  const production = account.environment === 'PRODUCTION';
  const base = baseUrlOf(account);
  const api = base ?? (production ? 'https://passport.duitku.com' : 'https://sandbox.duitku.com');
  const pop = base ?? (production ? 'https://api-prod.duitku.com' : 'https://api-sandbox.duitku.com');
  return {
    inquiry: `${api}/webapi/api/merchant/v2/inquiry`,
    pop: `${pop}/api/merchant/createInvoice`,
    status: `${api}/webapi/api/merchant/transactionStatus`,
    methods: `${api}/webapi/api/merchant/paymentmethod/getpaymentmethod`,
  };
}
