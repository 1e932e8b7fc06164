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
  type UnknownCause,
} from '../checkout';
import { type GatewayCredentials, secretOf } from '../gateway-credentials';
import { type GatewayAnswer, GatewayHttp, type GatewayReply } from '../http/gateway-http';
import { causeOf, commonOutcome, refundFailure, rejected, unknown, unknownState } from '../http/outcomes';
import { type GatewayCapabilities, PaymentGateway } from '../payment-gateway';
import { trustedPage } from '../shared/page-address';
import { safeRaw } from '../shared/safe-raw';
import { isObject, type JsonObject, textField } from '../shared/strict-json';
import { messageOf } from '../shared/texts';
import { plainNumber, wholeUnits } from '../shared/units';
import { jakartaTime, verifyMidtrans } from './midtrans-callback';
import { MidtransClient } from './midtrans-client';
import { snapTransaction } from './midtrans-request';
import { midtransState } from './midtrans-status';
import { MIDTRANS_SETTINGS } from './midtrans.settings';

/** Midtrans Snap (payments.md 3). */
@Injectable()
export class MidtransGateway extends PaymentGateway {
  readonly code = 'midtrans';
  readonly title = 'Midtrans';
  readonly settingsSchema = MIDTRANS_SETTINGS;
  readonly capabilities: GatewayCapabilities = {
    query: true,
    refund: 'partial',
    cancel: true,
    channelList: false,
    hostedPage: true,
    webhookAuth: 'field-signature',
    callbackUrl: 'per-order',
    confirmedBy: 'gateway',
    minAmount: 1n,
    currencies: ['IDR'],
  };

  constructor(
    private readonly http: GatewayHttp,
    private readonly clock: Clock,
  ) {
    super();
  }

  async createCheckout(account: GatewayCredentials, request: CheckoutRequest): Promise<CheckoutResult> {
    if (request.amount.currency !== 'IDR') return rejected('INVALID_REQUEST', 'IDR only');
    if (!request.amount.isPositive()) return rejected('AMOUNT_TOO_SMALL', 'above zero');
    const secrets = [secretOf(account, 'serverKey')];
    const body = snapTransaction(request, this.clock.now());
    const reply = await new MidtransClient(this.http, account).createSnap(body, request.callbackUrl);
    const common = commonOutcome(reply, { secrets, explain: wordsOf });
    if (common || reply.kind === 'none') return common ?? unknown('broken');
    if (reply.status >= 400) {
      const words = wordsOf(reply);
      const taken = /already been taken|sudah digunakan/i.test(words);
      return taken ? unknown('exists') : rejected('INVALID_REQUEST', words, { secrets });
    }
    const token = reply.json && textField(reply.json, 'token');
    const paymentUrl = trustedPage(account, reply.json?.redirect_url, ['midtrans.com']);
    if (token === undefined || paymentUrl === undefined) return unknown('unreadable');
    // why: the id of the transaction exists only once the payer has chosen a channel; until then our order id is its name
    return { outcome: 'created', providerRef: null, paymentUrl };
  }

  verifyCallback(account: GatewayCredentials, input: CallbackInput): CallbackResult {
    return verifyMidtrans(account, input);
  }

  override async queryStatus(account: GatewayCredentials, { merchantOrderId }: OrderRef): Promise<QueryResult> {
    const reply = await new MidtransClient(this.http, account).status(merchantOrderId);
    const cause = midtransCause(reply);
    if (cause !== undefined || reply.kind === 'none') return unknownState(cause ?? 'unreadable');
    return stateOf(reply.json ?? {}, merchantOrderId);
  }

  override async cancel(account: GatewayCredentials, { merchantOrderId }: OrderRef): Promise<CancelResult> {
    const reply = await new MidtransClient(this.http, account).cancel(merchantOrderId);
    const code = reply.kind === 'answer' ? codeOf(reply) : '';
    if (code === '200') return { outcome: 'cancelled' };
    if (reply.kind === 'answer' && code === '412')
      return { outcome: 'rejected', message: messageOf(wordsOf(reply), []) };
    return unknown(midtransCause(reply) ?? 'unreadable');
  }

  override async refund(account: GatewayCredentials, request: RefundRequest): Promise<RefundResult> {
    const client = new MidtransClient(this.http, account);
    const { merchantOrderId, idempotencyKey, amount, reason } = request;
    const body = { refund_key: idempotencyKey, amount: plainNumber(amount), reason };
    const made = await client.refund(merchantOrderId, body);
    const reply = made.kind === 'answer' ? { ...made, status: Number(codeOf(made)) } : made;
    if (reply.kind === 'answer' && reply.status === 200) return { outcome: 'refunded', refundRef: idempotencyKey };
    if (reply.kind === 'answer' && reply.status === 201) return { outcome: 'pending', refundRef: idempotencyKey };
    const failure = refundFailure(reply, { secrets: [secretOf(account, 'serverKey')], explain: wordsOf });
    if (failure?.outcome !== 'rejected' || reply.kind === 'none') return failure ?? unknown('unreadable');
    // why: a key that was used already is refused; whether that refund was ours stands in the status
    const refunded = isMade(await client.status(merchantOrderId), idempotencyKey);
    return refunded ? { outcome: 'refunded', refundRef: idempotencyKey } : failure;
  }
}

/** Midtrans tells its own status in the body, also under HTTP 200. */
const codeOf = ({ json, status }: GatewayAnswer): string => (json && textField(json, 'status_code')) ?? String(status);

function midtransCause(reply: GatewayReply): UnknownCause | undefined {
  const cause = causeOf(reply);
  if (cause !== undefined || reply.kind === 'none') return cause;
  const code = Number(codeOf(reply));
  return code >= 400 ? causeOf({ ...reply, status: code }) : undefined;
}

function wordsOf({ json, text }: GatewayAnswer): string {
  const messages = json?.error_messages;
  if (Array.isArray(messages)) return messages.map(String).join('; ');
  return (json && textField(json, 'status_message')) ?? text;
}

function stateOf(json: JsonObject, merchantOrderId: string): QueryResult {
  const state = midtransState(String(json.transaction_status), textField(json, 'fraud_status'));
  const amount = wholeUnits(json.gross_amount);
  if (state === undefined || json.order_id !== merchantOrderId || amount === undefined) {
    return unknownState('unreadable', safeRaw(json));
  }
  return {
    state,
    amount,
    refunded: wholeUnits(json.refund_amount),
    providerRef: textField(json, 'transaction_id'),
    channel: textField(json, 'payment_type'),
    paidAt: jakartaTime(json, 'settlement_time'),
    raw: safeRaw(json),
  };
}

function isMade(reply: GatewayReply, refundKey: string): boolean {
  const refunds = reply.kind === 'answer' ? reply.json?.refunds : undefined;
  return Array.isArray(refunds) && refunds.filter(isObject).some((one) => one.refund_key === refundKey);
}
