import { Injectable } from '@nestjs/common';
import { Clock } from '@app/core';
import { type CallbackInput, type CallbackResult } from '../callback';
import {
  type CancelResult,
  type CheckoutRequest,
  type CheckoutResult,
  type OrderRef,
  type QueryResult,
  type RefundRequest,
  type RefundResult,
} from '../checkout';
import { type GatewayCredentials, secretOf } from '../gateway-credentials';
import { type GatewayAnswer, GatewayHttp, type GatewayReply } from '../http/gateway-http';
import { causeOf, commonOutcome, refundFailure, rejected, unknown, unknownState } from '../http/outcomes';
import { type GatewayCapabilities, PaymentGateway } from '../payment-gateway';
import { trustedPage } from '../shared/page-address';
import { isObject, objectField, textField } from '../shared/strict-json';
import { toMinor } from '../shared/units';
import { ORDER_KEY, STRIPE_CURRENCIES, verifyStripe } from './stripe-callback';
import { callStripe } from './stripe-client';
import { stripeSession } from './stripe-request';
import { intentState, sessionState } from './stripe-state';
import { STRIPE_SETTINGS } from './stripe.settings';

const EXPAND = ['payment_intent.latest_charge'];

/** Stripe Checkout (payments.md 3), by the official library. Rupiah go over the wire times 100. */
@Injectable()
export class StripeGateway extends PaymentGateway {
  readonly code = 'stripe';
  readonly title = 'Stripe';
  readonly settingsSchema = STRIPE_SETTINGS;
  readonly capabilities: GatewayCapabilities = {
    query: true,
    refund: 'partial',
    cancel: true,
    channelList: false,
    hostedPage: true,
    webhookAuth: 'body-hmac',
    callbackUrl: 'dashboard',
    confirmedBy: 'gateway',
    minAmount: 10_000n,
    currencies: STRIPE_CURRENCIES,
  };

  constructor(
    private readonly http: GatewayHttp,
    private readonly clock: Clock,
  ) {
    super();
  }

  async createCheckout(account: GatewayCredentials, request: CheckoutRequest): Promise<CheckoutResult> {
    const { amount, merchantOrderId } = request;
    if (!STRIPE_CURRENCIES.includes(amount.currency))
      return rejected('INVALID_REQUEST', `${amount.currency}: no such currency`);
    if (amount.currency === 'IDR' && amount.amount < this.capabilities.minAmount) {
      return rejected('AMOUNT_TOO_SMALL', 'at least Rp 10,000');
    }
    const session = stripeSession(request, this.clock.now());
    const { value, reply } = await callStripe(this.http, account, (stripe) =>
      stripe.checkout.sessions.create(session, { idempotencyKey: merchantOrderId }),
    );
    const secrets = [secretOf(account, 'secretKey')];
    const common = commonOutcome(reply, { secrets, explain: wordsOf });
    if (common || reply.kind === 'none') return common ?? unknown('broken');
    if (reply.status >= 400) return refusal(reply, secrets);
    const paymentUrl = trustedPage(account, value?.url, ['stripe.com']);
    if (value?.amount_total !== toMinor(amount) || paymentUrl === undefined) return unknown('unreadable');
    return { outcome: 'created', providerRef: value.id, paymentUrl, expiresAt: new Date(value.expires_at * 1_000) };
  }

  verifyCallback(account: GatewayCredentials, input: CallbackInput): CallbackResult {
    return verifyStripe(account, input);
  }

  override async queryStatus(account: GatewayCredentials, order: OrderRef): Promise<QueryResult> {
    const { providerRef, merchantOrderId } = order;
    if (providerRef === null) return this.queryByOrder(account, merchantOrderId);
    const { reply } = await callStripe(this.http, account, (stripe) =>
      stripe.checkout.sessions.retrieve(providerRef, { expand: EXPAND }),
    );
    const json = jsonOf(reply);
    if (json === undefined) return unknownState(causeOf(reply) ?? 'unreadable');
    return json.client_reference_id === merchantOrderId ? sessionState(json) : unknownState('unreadable');
  }

  override async cancel(account: GatewayCredentials, { providerRef }: OrderRef): Promise<CancelResult> {
    if (providerRef === null) return unknown('not-found');
    const { value, reply } = await callStripe(this.http, account, (stripe) =>
      stripe.checkout.sessions.expire(providerRef),
    );
    if (value?.status === 'expired') return { outcome: 'cancelled' };
    if (reply.kind === 'answer' && reply.status === 400) return { outcome: 'rejected', message: wordsOf(reply) };
    return unknown(causeOf(reply) ?? 'unreadable');
  }

  override async refund(account: GatewayCredentials, request: RefundRequest): Promise<RefundResult> {
    const intent = await this.intentOf(account, request);
    if (typeof intent !== 'string') return intent;
    const { idempotencyKey, amount, merchantOrderId } = request;
    const { reply } = await callStripe(this.http, account, (stripe) =>
      stripe.refunds.create(
        {
          payment_intent: intent,
          amount: toMinor(amount),
          reason: 'requested_by_customer',
          metadata: { [ORDER_KEY]: merchantOrderId, refund_key: idempotencyKey },
        },
        { idempotencyKey },
      ),
    );
    return refundOf(reply, [secretOf(account, 'secretKey')]);
  }

  /** The payment behind our order: refunds are made of it, not of the session. */
  private async intentOf(account: GatewayCredentials, request: RefundRequest): Promise<string | RefundResult> {
    const { providerRef } = request;
    if (providerRef === null) return { outcome: 'rejected', message: 'no session', retryable: false };
    const { reply } = await callStripe(this.http, account, (stripe) => stripe.checkout.sessions.retrieve(providerRef));
    const json = jsonOf(reply);
    if (json === undefined) return unknown(causeOf(reply) ?? 'unreadable');
    return textField(json, 'payment_intent') ?? { outcome: 'rejected', message: 'not paid', retryable: false };
  }

  /** A session cannot be looked up by our id, but what was paid can. */
  private async queryByOrder(account: GatewayCredentials, merchantOrderId: string): Promise<QueryResult> {
    const query = `metadata['${ORDER_KEY}']:'${merchantOrderId}'`;
    const { reply } = await callStripe(this.http, account, (stripe) =>
      stripe.paymentIntents.search({ query, expand: ['data.latest_charge'] }),
    );
    const rows = jsonOf(reply)?.data;
    if (!Array.isArray(rows)) return unknownState(causeOf(reply) ?? 'unreadable');
    const intents = rows.filter(isObject);
    const intent = intents.find(({ status }) => status === 'succeeded') ?? intents[0];
    return intent === undefined ? unknownState('not-found') : intentState(intent);
  }
}

const jsonOf = (reply: GatewayReply): Readonly<Record<string, unknown>> | undefined =>
  reply.kind === 'answer' && causeOf(reply) === undefined ? reply.json : undefined;

function wordsOf({ json, text }: GatewayAnswer): string {
  const error = objectField(json ?? {}, 'error');
  return textField(error, 'message') ?? textField(error, 'code') ?? text;
}

function refusal(reply: GatewayAnswer, secrets: readonly string[]): CheckoutResult {
  const code = textField(objectField(reply.json ?? {}, 'error'), 'code');
  const words = `${code ?? ''} ${wordsOf(reply)}`.trim();
  if (reply.status === 409 || code === 'idempotency_key_in_use') return unknown('exists');
  if (code === 'amount_too_small') return rejected('AMOUNT_TOO_SMALL', words, { secrets });
  if (code === 'amount_too_large') return rejected('AMOUNT_TOO_LARGE', words, { secrets });
  return rejected('INVALID_REQUEST', words, { secrets });
}

function refundOf(reply: GatewayReply, secrets: readonly string[]): RefundResult {
  const failure = refundFailure(reply, { secrets, explain: wordsOf });
  const json = jsonOf(reply) ?? {};
  const refundRef = textField(json, 'id');
  if (failure || refundRef === undefined) return failure ?? unknown('unreadable');
  if (json.status === 'succeeded') return { outcome: 'refunded', refundRef };
  const over = json.status === 'failed' || json.status === 'canceled';
  if (!over) return { outcome: 'pending', refundRef };
  return { outcome: 'rejected', message: textField(json, 'failure_reason') ?? 'failed', retryable: false };
}
