import { type Money } from '@app/core';
import {
  ACK_STATUS,
  type CallbackAck,
  type CallbackInput,
  type CallbackResult,
  type CallbackVerdict,
} from './callback';
import {
  type CancelResult,
  type ChannelKind,
  type CheckoutRequest,
  type CheckoutResult,
  type GatewayChannel,
  type OrderRef,
  type QueryResult,
  type RefundRequest,
  type RefundResult,
} from './checkout';
import { type GatewayCredentials } from './gateway-credentials';
import { GatewayErrors } from './gateway.errors';
import { type SettingsSchema } from './settings-schema';

export const GATEWAY_CODES = [
  'duitku',
  'midtrans',
  'xendit',
  'tripay',
  'stripe',
  'manual',
  'unique-transfer',
  'qris-static',
] as const;
export type GatewayCode = (typeof GATEWAY_CODES)[number];

/** What a gateway can do; methods whose capability is missing throw GATEWAYS_UNSUPPORTED. */
export interface GatewayCapabilities {
  readonly query: boolean;
  readonly refund: 'none' | 'full' | 'partial';
  readonly cancel: boolean;
  readonly channelList: boolean;
  readonly hostedPage: boolean;
  readonly webhookAuth: 'body-hmac' | 'field-signature' | 'static-token' | 'none';
  /** `per-order`: sent with each checkout; `dashboard`: an operator has to enter it at the gateway. */
  readonly callbackUrl: 'per-order' | 'dashboard' | 'none';
  /** Who makes a payment certain: the gateway itself, a matched bank mutation, or a person. */
  readonly confirmedBy: 'gateway' | 'mutation' | 'person';
  /** In booking units of the first currency. */
  readonly minAmount: bigint;
  readonly maxAmount?: bigint;
  readonly currencies: readonly string[];
  /** The channel of a gateway that has only one. */
  readonly onlyChannel?: { readonly code: string; readonly name: string; readonly kind: ChannelKind };
}

/**
 * A way to take payments (payments.md 4). One injectable class per code, found in the modules of the process
 * ({@link Gateways}); stateless: every call gets the account. Amounts are `Money` in booking units outside and the
 * provider's units inside. Calls go over the network and therefore never into a database transaction; no outcome of the
 * network is an exception: it is `rejected` when surely nothing happened and `unknown` otherwise.
 */
export abstract class PaymentGateway {
  abstract readonly code: GatewayCode;
  /** As people know it. */
  abstract readonly title: string;
  abstract readonly capabilities: GatewayCapabilities;
  abstract readonly settingsSchema: SettingsSchema;

  /** Creates the order. Commit the attempt before: its callback may be faster than this answer. */
  abstract createCheckout(account: GatewayCredentials, request: CheckoutRequest): Promise<CheckoutResult>;

  /** Is it from the gateway, and what does it claim? Pure and synchronous; never throws for what somebody sent. */
  abstract verifyCallback(account: GatewayCredentials, input: CallbackInput): CallbackResult;

  /** The answer that the gateway understands. */
  ackFor(verdict: CallbackVerdict): CallbackAck {
    const status = ACK_STATUS[verdict];
    return { status, body: status === 200 ? 'OK' : verdict, contentType: 'text/plain; charset=utf-8' };
  }

  /** What the gateway says about an order. */
  queryStatus(...call: [account: GatewayCredentials, order: OrderRef]): Promise<QueryResult> {
    return this.unsupported('queryStatus', call);
  }

  /** Ends an order that nobody has paid. */
  cancel(...call: [account: GatewayCredentials, order: OrderRef]): Promise<CancelResult> {
    return this.unsupported('cancel', call);
  }

  /** Gives money back; once per idempotency key. */
  refund(...call: [account: GatewayCredentials, request: RefundRequest]): Promise<RefundResult> {
    return this.unsupported('refund', call);
  }

  /**
   * The channels that the account has for an amount; keep the answer 10 to 60 minutes.
   *
   * @throws DomainError GATEWAYS_CHANNELS_UNAVAILABLE when the gateway does not answer
   */
  listChannels(...call: [account: GatewayCredentials, amount: Money]): Promise<readonly GatewayChannel[]> {
    return this.unsupported('listChannels', call);
  }

  private async unsupported(operation: string, [account]: readonly [GatewayCredentials, unknown]): Promise<never> {
    const { accountId } = account;
    return Promise.reject(GatewayErrors.UNSUPPORTED({ gateway: this.code, operation, accountId }));
  }
}
