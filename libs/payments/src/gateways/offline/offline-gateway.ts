import { type CallbackResult } from '../callback';
import { type CheckoutRequest, type CheckoutResult } from '../checkout';
import { type GatewayCredentials } from '../gateway-credentials';
import { rejected } from '../http/outcomes';
import { type GatewayCapabilities, PaymentGateway } from '../payment-gateway';

/** Ways to pay that nobody outside takes part in: instructions now, certainty later by a person or a bank mutation. */
export abstract class OfflineGateway extends PaymentGateway {
  /** What the payer has to do. */
  protected abstract instruct(account: GatewayCredentials, request: CheckoutRequest): CheckoutResult;

  createCheckout(account: GatewayCredentials, request: CheckoutRequest): Promise<CheckoutResult> {
    const { amount, currency } = request.amount;
    const { minAmount, maxAmount = amount, currencies } = this.capabilities;
    if (!currencies.includes(currency)) return Promise.resolve(rejected('INVALID_REQUEST', currency));
    if (amount < minAmount) return Promise.resolve(rejected('AMOUNT_TOO_SMALL', String(minAmount)));
    if (amount > maxAmount) return Promise.resolve(rejected('AMOUNT_TOO_LARGE', String(maxAmount)));
    return Promise.resolve(this.instruct(account, request));
  }

  /** Nobody calls back: whatever comes is not from here. */
  verifyCallback(): CallbackResult {
    return { ok: false, reason: 'bad-signature' };
  }
}

/** What these gateways have in common. */
export const OFFLINE: Omit<GatewayCapabilities, 'confirmedBy' | 'minAmount' | 'currencies'> = {
  query: false,
  refund: 'none',
  cancel: false,
  channelList: false,
  hostedPage: false,
  webhookAuth: 'none',
  callbackUrl: 'none',
};
