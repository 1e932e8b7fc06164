import { Injectable } from '@nestjs/common';
import { Clock, Money } from '@app/core';
import { type CallbackInput, type CallbackResult } from '../callback';
import {
  type CheckoutRequest,
  type CheckoutResult,
  type GatewayChannel,
  type OrderRef,
  type QueryResult,
} from '../checkout';
import { type GatewayCredentials, secretOf, textSetting } from '../gateway-credentials';
import { GatewayErrors } from '../gateway.errors';
import { GatewayHttp, type GatewayReply } from '../http/gateway-http';
import { causeOf, rejected, unknownState } from '../http/outcomes';
import { type GatewayCapabilities, PaymentGateway } from '../payment-gateway';
import { safeRaw } from '../shared/safe-raw';
import { isObject, type JsonObject, textField } from '../shared/strict-json';
import { isOrderId } from '../shared/texts';
import { feeUnits, wholeUnits } from '../shared/units';
import { wibDateTime } from '../shared/wib';
import { verifyDuitku } from './duitku-callback';
import { duitkuChannelKind } from './duitku-channels';
import { duitkuHosts } from './duitku-hosts';
import { duitkuOutcome } from './duitku-outcome';
import { duitkuOrder, lifetimeOf } from './duitku-request';
import { type DuitkuEndpoint, duitkuSignature } from './duitku-signatures';
import { DUITKU_SETTINGS } from './duitku.settings';

const STATES: Readonly<Record<string, QueryResult['state']>> = { '00': 'paid', '01': 'pending', '02': 'failed' };

/** Duitku, POP and v2 (payments.md 2). No refunds: neither product has an API for them. */
@Injectable()
export class DuitkuGateway extends PaymentGateway {
  readonly code = 'duitku';
  readonly title = 'Duitku';
  readonly settingsSchema = DUITKU_SETTINGS;
  readonly capabilities: GatewayCapabilities = {
    query: true,
    refund: 'none',
    cancel: false,
    channelList: true,
    hostedPage: true,
    webhookAuth: 'field-signature',
    callbackUrl: 'per-order',
    confirmedBy: 'gateway',
    minAmount: 10_000n,
    currencies: ['IDR'],
  };

  constructor(
    private readonly http: GatewayHttp,
    private readonly clock: Clock,
  ) {
    super();
  }

  async createCheckout(account: GatewayCredentials, request: CheckoutRequest): Promise<CheckoutResult> {
    const refusal = this.refusalOf(account, request);
    if (refusal) return refusal;
    const now = this.clock.now();
    const order = duitkuOrder(account, request, now);
    const pop = textSetting(account, 'product') !== 'v2';
    const reply = await (pop ? this.createInvoice(account, order, now) : this.inquiry(account, request, order));
    const expiresAt = new Date(now.getTime() + lifetimeOf(request, now) * 60_000);
    return duitkuOutcome(account, request, reply, expiresAt);
  }

  verifyCallback(account: GatewayCredentials, input: CallbackInput): CallbackResult {
    return verifyDuitku(account, input);
  }

  /** Asked too often, Duitku blocks the merchant for an hour: keep to a budget (payments.md 2.6). */
  override async queryStatus(account: GatewayCredentials, { merchantOrderId }: OrderRef): Promise<QueryResult> {
    const merchantCode = textSetting(account, 'merchantCode');
    const signature = this.sign(account, 'status', [merchantCode, merchantOrderId]);
    const reply = await this.post(duitkuHosts(account).status, { merchantCode, merchantOrderId, signature });
    const cause = causeOf(reply);
    if (cause !== undefined || reply.kind === 'none') return unknownState(cause ?? 'unreadable');
    return stateOf(reply.json ?? {}, merchantOrderId);
  }

  override async listChannels(account: GatewayCredentials, amount: Money): Promise<readonly GatewayChannel[]> {
    const merchantCode = textSetting(account, 'merchantCode');
    const datetime = wibDateTime(this.clock.now());
    const signature = this.sign(account, 'methods', [merchantCode, amount.amount.toString(), datetime]);
    const body = { merchantcode: merchantCode, merchantCode, amount: Number(amount.amount), datetime, signature };
    const reply = await this.post(duitkuHosts(account).methods, body);
    const json = reply.kind === 'answer' && causeOf(reply) === undefined ? reply.json : undefined;
    if (json?.responseCode !== '00' || !Array.isArray(json.paymentFee)) {
      throw GatewayErrors.CHANNELS_UNAVAILABLE({ gateway: this.code, cause: causeOf(reply) ?? 'refused' });
    }
    return json.paymentFee.filter(isObject).flatMap(channelOf);
  }

  private refusalOf(
    account: GatewayCredentials,
    { amount, merchantOrderId, channel }: CheckoutRequest,
  ): CheckoutResult | undefined {
    if (amount.currency !== 'IDR') return rejected('INVALID_REQUEST', 'IDR only');
    if (amount.amount < this.capabilities.minAmount) return rejected('AMOUNT_TOO_SMALL', 'at least Rp 10,000');
    if (!isOrderId(merchantOrderId)) return rejected('INVALID_REQUEST', 'order id');
    const direct = textSetting(account, 'product') === 'v2';
    return direct && channel === undefined ? rejected('CHANNEL_UNAVAILABLE', 'v2 needs a channel') : undefined;
  }

  private async inquiry(
    account: GatewayCredentials,
    request: CheckoutRequest,
    order: JsonObject,
  ): Promise<GatewayReply> {
    const merchantCode = textSetting(account, 'merchantCode');
    const { merchantOrderId, amount } = request;
    const signature = this.sign(account, 'inquiry', [merchantCode, merchantOrderId, amount.amount.toString()]);
    return this.post(duitkuHosts(account).inquiry, { merchantCode, ...order, signature });
  }

  private async createInvoice(account: GatewayCredentials, order: JsonObject, now: Date): Promise<GatewayReply> {
    const merchantCode = textSetting(account, 'merchantCode');
    const timestamp = String(now.getTime());
    return this.post(duitkuHosts(account).pop, order, {
      'x-duitku-signature': this.sign(account, 'pop', [merchantCode, timestamp]),
      'x-duitku-timestamp': timestamp,
      'x-duitku-merchantcode': merchantCode,
    });
  }

  private sign(account: GatewayCredentials, endpoint: DuitkuEndpoint, parts: readonly string[]): string {
    return duitkuSignature(account, endpoint, parts, secretOf(account, 'apiKey'));
  }

  private post(url: string, body: JsonObject, headers: Record<string, string> = {}): Promise<GatewayReply> {
    const all = { 'content-type': 'application/json', accept: 'application/json', ...headers };
    return this.http.call({ url, method: 'POST', headers: all, body: JSON.stringify(body) });
  }
}

function stateOf(json: JsonObject, merchantOrderId: string): QueryResult {
  const state = STATES[String(json.statusCode)];
  const amount = wholeUnits(json.amount);
  const foreign = json.merchantOrderId !== merchantOrderId;
  if (state === undefined || foreign || (state === 'paid' && amount === undefined)) {
    return unknownState('unreadable', safeRaw(json));
  }
  const fee = feeUnits(json.fee);
  return { state, amount, fee, providerRef: textField(json, 'reference'), raw: safeRaw(json) };
}

function channelOf(row: JsonObject): GatewayChannel[] {
  const code = textField(row, 'paymentMethod');
  if (code === undefined) return [];
  const name = textField(row, 'paymentName') ?? code;
  const fee = feeUnits(row.totalFee) ?? Money.zero('IDR');
  return [{ code, name, kind: duitkuChannelKind(code), ...(fee.isZero() ? {} : { feeCustomer: fee }) }];
}
