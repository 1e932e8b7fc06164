import { Injectable } from '@nestjs/common';
import { Money } from '@app/core';
import {
  ACK_STATUS,
  type CallbackAck,
  type CallbackInput,
  type CallbackResult,
  type CallbackVerdict,
} from '../callback';
import {
  type ChannelKind,
  type CheckoutRequest,
  type CheckoutResult,
  type GatewayChannel,
  type OrderRef,
  type QueryResult,
} from '../checkout';
import { baseUrlOf, type GatewayCredentials, secretOf } from '../gateway-credentials';
import { GatewayErrors } from '../gateway.errors';
import { type GatewayAnswer, GatewayHttp, type GatewayReply } from '../http/gateway-http';
import { causeOf, commonOutcome, rejected, unknown, unknownState } from '../http/outcomes';
import { type GatewayCapabilities, PaymentGateway } from '../payment-gateway';
import { trustedPage } from '../shared/page-address';
import { safeRaw } from '../shared/safe-raw';
import { dateField, isObject, type JsonObject, objectField, textField } from '../shared/strict-json';
import { feeUnits, wholeUnits } from '../shared/units';
import { TRIPAY_STATES, verifyTripay } from './tripay-callback';
import { tripayTransaction } from './tripay-request';
import { TRIPAY_SETTINGS } from './tripay.settings';

const KINDS: Readonly<Record<string, ChannelKind>> = {
  'Virtual Account': 'va',
  'E-Wallet': 'ewallet',
  'Convenience Store': 'retail',
};

/** Tripay, closed payments (payments.md 3). No refunds and no cancelling: there is no API for them. */
@Injectable()
export class TripayGateway extends PaymentGateway {
  readonly code = 'tripay';
  readonly title = 'Tripay';
  readonly settingsSchema = TRIPAY_SETTINGS;
  readonly capabilities: GatewayCapabilities = {
    query: true,
    refund: 'none',
    cancel: false,
    channelList: true,
    hostedPage: true,
    webhookAuth: 'body-hmac',
    callbackUrl: 'per-order',
    confirmedBy: 'gateway',
    minAmount: 10_000n,
    maxAmount: 10_000_000n,
    currencies: ['IDR'],
  };

  constructor(private readonly http: GatewayHttp) {
    super();
  }

  async createCheckout(account: GatewayCredentials, request: CheckoutRequest): Promise<CheckoutResult> {
    const { amount } = request.amount;
    if (request.amount.currency !== 'IDR') return rejected('INVALID_REQUEST', 'IDR only');
    if (amount < this.capabilities.minAmount) return rejected('AMOUNT_TOO_SMALL', 'at least Rp 10,000');
    if (amount > (this.capabilities.maxAmount ?? amount)) return rejected('AMOUNT_TOO_LARGE', 'at most Rp 10,000,000');
    if (request.channel === undefined) return rejected('CHANNEL_UNAVAILABLE', 'Tripay needs a channel');
    const reply = await this.send(account, 'POST', '/transaction/create', tripayTransaction(account, request));
    return outcomeOf(account, request, reply);
  }

  verifyCallback(account: GatewayCredentials, input: CallbackInput): CallbackResult {
    return verifyTripay(account, input);
  }

  override ackFor(verdict: CallbackVerdict): CallbackAck {
    const status = ACK_STATUS[verdict];
    const body = status === 200 ? { success: true } : { success: false, message: verdict };
    return { status, body: JSON.stringify(body), contentType: 'application/json; charset=utf-8' };
  }

  override async queryStatus(account: GatewayCredentials, order: OrderRef): Promise<QueryResult> {
    const { providerRef, merchantOrderId } = order;
    const path =
      providerRef === null
        ? `/merchant/transactions?merchant_ref=${encodeURIComponent(merchantOrderId)}`
        : `/transaction/detail?reference=${encodeURIComponent(providerRef)}`;
    const reply = await this.send(account, 'GET', path);
    const cause = causeOf(reply);
    if (cause !== undefined || reply.kind === 'none') return unknownState(cause ?? 'unreadable');
    return stateOf(reply, merchantOrderId);
  }

  override async listChannels(account: GatewayCredentials, amount: Money): Promise<readonly GatewayChannel[]> {
    const reply = await this.send(account, 'GET', '/merchant/payment-channel');
    const rows = reply.kind === 'answer' && causeOf(reply) === undefined ? reply.json?.data : undefined;
    if (!Array.isArray(rows)) {
      throw GatewayErrors.CHANNELS_UNAVAILABLE({ gateway: this.code, cause: causeOf(reply) ?? 'unreadable' });
    }
    return rows.filter(isObject).flatMap((row) => channelOf(row, amount));
  }

  private send(
    account: GatewayCredentials,
    method: 'GET' | 'POST',
    path: string,
    body?: JsonObject,
  ): Promise<GatewayReply> {
    const own = `https://tripay.co.id/api${account.environment === 'PRODUCTION' ? '' : '-sandbox'}`;
    return this.http.call({
      url: `${baseUrlOf(account) ?? own}${path}`,
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `Bearer ${secretOf(account, 'apiKey')}`,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }
}

const wordsOf = ({ json, text }: GatewayAnswer): string => (json && textField(json, 'message')) ?? text;

function outcomeOf(account: GatewayCredentials, request: CheckoutRequest, reply: GatewayReply): CheckoutResult {
  const secrets = [secretOf(account, 'apiKey'), secretOf(account, 'privateKey')];
  const common = commonOutcome(reply, { secrets, explain: wordsOf });
  if (common || reply.kind === 'none') return common ?? unknown('broken');
  if (reply.status >= 400) return rejected('INVALID_REQUEST', wordsOf(reply), { secrets });
  if (reply.json === undefined) return unknown('unreadable');
  if (reply.json.success !== true) return rejected('INVALID_REQUEST', wordsOf(reply), { secrets });
  const data = objectField(reply.json, 'data');
  const providerRef = textField(data, 'reference');
  if (providerRef === undefined || data.merchant_ref !== request.merchantOrderId) return unknown('unreadable');
  return {
    outcome: 'created',
    providerRef,
    paymentUrl: trustedPage(account, data.checkout_url, ['tripay.co.id']),
    vaNumber: textField(data, 'pay_code'),
    qrString: textField(data, 'qr_string'),
    expiresAt: dateField(data, 'expired_time'),
    feeCustomer: wholeUnits(data.fee_customer),
  };
}

function stateOf({ json = {} }: GatewayAnswer, merchantOrderId: string): QueryResult {
  const rows = (Array.isArray(json.data) ? json.data : [json.data]).filter(isObject);
  if (rows.length === 0) return unknownState('not-found');
  const data = rows.find((row) => row.merchant_ref === merchantOrderId) ?? {};
  const state = TRIPAY_STATES[String(data.status)];
  const total = wholeUnits(data.amount);
  const feeCustomer = wholeUnits(data.fee_customer ?? 0);
  if (!state || !total || !feeCustomer) return unknownState('unreadable', safeRaw(json));
  return {
    state,
    amount: total.minus(feeCustomer),
    feeCustomer,
    fee: wholeUnits(data.total_fee),
    providerRef: textField(data, 'reference'),
    channel: textField(data, 'payment_method'),
    paidAt: dateField(data, 'paid_at'),
    raw: safeRaw(data),
  };
}

function channelOf(row: JsonObject, amount: Money): GatewayChannel[] {
  const code = textField(row, 'code');
  if (code === undefined || row.active === false) return [];
  const feeCustomer = feeOf(objectField(row, 'fee_customer'), amount);
  return [
    {
      code,
      name: textField(row, 'name') ?? code,
      kind: code.includes('QRIS') ? 'qris' : (KINDS[String(row.group)] ?? 'other'),
      ...(feeCustomer.isZero() ? {} : { feeCustomer }),
      minAmount: wholeUnits(row.minimum_amount),
      maxAmount: wholeUnits(row.maximum_amount),
    },
  ];
}

/** Flat rupiah and per cent with up to two decimals, `{ flat: 1500, percent: "0.70" }`. */
function feeOf({ flat, percent }: JsonObject, amount: Money): Money {
  const text = typeof percent === 'string' || typeof percent === 'number' ? String(percent) : '0';
  const [, whole = '0', decimals = ''] = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  const share = amount.ratio(BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0')), 10_000n);
  return share.plus(feeUnits(flat, amount.currency) ?? Money.zero(amount.currency));
}
