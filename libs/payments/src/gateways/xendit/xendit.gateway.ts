import { Injectable } from '@nestjs/common';
import { Clock, Money } from '@app/core';
import { type Invoice } from 'xendit-node/invoice/models';
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
import { safeRaw } from '../shared/safe-raw';
import { dateField, jsonList, type JsonObject, textField } from '../shared/strict-json';
import { feeUnits, plainNumber, wholeUnits } from '../shared/units';
import { verifyXendit, XENDIT_STATES, xenditAmount } from './xendit-callback';
import { XenditClient } from './xendit-client';
import { xenditInvoice } from './xendit-request';
import { XENDIT_SETTINGS } from './xendit.settings';

/** Xendit invoices (payments.md 3), by xendit-node. */
@Injectable()
export class XenditGateway extends PaymentGateway {
  readonly code = 'xendit';
  readonly title = 'Xendit';
  readonly settingsSchema = XENDIT_SETTINGS;
  readonly capabilities: GatewayCapabilities = {
    query: true,
    refund: 'partial',
    cancel: true,
    channelList: false,
    hostedPage: true,
    webhookAuth: 'static-token',
    callbackUrl: 'dashboard',
    confirmedBy: 'gateway',
    minAmount: 1_000n,
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
    if (request.amount.amount < this.capabilities.minAmount) return rejected('AMOUNT_TOO_SMALL', 'at least Rp 1,000');
    const client = new XenditClient(this.http, account);
    const data = xenditInvoice(request, this.clock.now());
    const { value, reply } = await client.invoices((api) => api.createInvoice({ data, ...userOf(client) }));
    const secrets = [secretOf(account, 'secretKey')];
    const common = commonOutcome(reply, { secrets, explain: wordsOf });
    if (common || reply.kind === 'none') return common ?? unknown('broken');
    if (reply.status >= 400) return refusal(reply, secrets);
    return value === undefined ? unknown('unreadable') : created(account, request, value);
  }

  verifyCallback(account: GatewayCredentials, input: CallbackInput): CallbackResult {
    return verifyXendit(account, input);
  }

  override async queryStatus(account: GatewayCredentials, order: OrderRef): Promise<QueryResult> {
    const reply = await this.find(account, order);
    const cause = reply.kind === 'answer' && isList(reply) ? undefined : causeOf(reply);
    if (cause !== undefined || reply.kind === 'none') return unknownState(cause ?? 'unreadable');
    const found = stateOf(reply, order.merchantOrderId);
    return order.wantsRefunds === true && found.state === 'paid' ? this.withRefunds(account, found) : found;
  }

  override async cancel(account: GatewayCredentials, order: OrderRef): Promise<CancelResult> {
    const { providerRef: invoiceId } = order;
    if (invoiceId === null) return unknown('not-found');
    const client = new XenditClient(this.http, account);
    const { value, reply } = await client.invoices((api) => api.expireInvoice({ invoiceId, ...userOf(client) }));
    if (value?.status === 'EXPIRED') return { outcome: 'cancelled' };
    if (reply.kind === 'answer' && reply.status === 400) return { outcome: 'rejected', message: wordsOf(reply) };
    return unknown(causeOf(reply) ?? 'unreadable');
  }

  override async refund(account: GatewayCredentials, request: RefundRequest): Promise<RefundResult> {
    const { providerRef: invoiceId, idempotencyKey, amount, merchantOrderId } = request;
    if (invoiceId === null) return { outcome: 'rejected', message: 'no invoice id', retryable: false };
    const client = new XenditClient(this.http, account);
    const data = {
      invoiceId,
      referenceId: idempotencyKey,
      amount: plainNumber(amount),
      currency: amount.currency,
      reason: 'REQUESTED_BY_CUSTOMER' as const,
      metadata: { merchantOrderId },
    };
    const { reply } = await client.refunds((api) => api.createRefund({ idempotencyKey, data, ...userOf(client) }));
    return refundOf(reply, [secretOf(account, 'secretKey')]);
  }

  /** An invoice says nothing of its refunds. */
  private async withRefunds(account: GatewayCredentials, found: QueryResult): Promise<QueryResult> {
    const { providerRef: invoiceId = '', amount } = found;
    const client = new XenditClient(this.http, account);
    const { reply } = await client.refunds((api) => api.getAllRefunds({ invoiceId, limit: 100, ...userOf(client) }));
    const cause = causeOf(reply);
    const refunded = reply.kind === 'answer' ? refundedOf(reply) : undefined;
    if (cause !== undefined || refunded === undefined || amount === undefined)
      return unknownState(cause ?? 'unreadable', found.raw);
    if (refunded === 0n) return found;
    const state = refunded >= amount.amount ? 'refunded' : 'paid';
    return { ...found, state, refunded: Money.of(refunded, amount.currency) };
  }

  private async find(account: GatewayCredentials, { providerRef, merchantOrderId }: OrderRef): Promise<GatewayReply> {
    const client = new XenditClient(this.http, account);
    const { reply } = await client.invoices(async (api): Promise<unknown> =>
      providerRef === null
        ? api.getInvoices({ externalId: merchantOrderId, ...userOf(client) })
        : api.getInvoiceById({ invoiceId: providerRef, ...userOf(client) }),
    );
    return reply;
  }
}

const userOf = ({ forUserId }: XenditClient): { forUserId?: string } => (forUserId === undefined ? {} : { forUserId });

const wordsOf = ({ json, text }: GatewayAnswer): string =>
  json === undefined ? text : `${textField(json, 'error_code') ?? ''} ${textField(json, 'message') ?? ''}`.trim();

const isList = ({ status, text }: GatewayAnswer): boolean => status === 200 && jsonList(text) !== undefined;

function refusal(reply: GatewayAnswer, secrets: readonly string[]): CheckoutResult {
  const words = wordsOf(reply);
  if (/MINIMAL|minimum/i.test(words)) return rejected('AMOUNT_TOO_SMALL', words, { secrets });
  if (/MAXIMUM/i.test(words)) return rejected('AMOUNT_TOO_LARGE', words, { secrets });
  if (/UNAVAILABLE_PAYMENT_METHOD|payment method/i.test(words))
    return rejected('CHANNEL_UNAVAILABLE', words, { secrets });
  return rejected('INVALID_REQUEST', words, { secrets });
}

function created(account: GatewayCredentials, request: CheckoutRequest, invoice: Invoice): CheckoutResult {
  const paymentUrl = trustedPage(account, invoice.invoiceUrl, ['xendit.co']);
  const same = invoice.externalId === request.merchantOrderId && invoice.amount === plainNumber(request.amount);
  if (invoice.id === undefined || paymentUrl === undefined || !same) return unknown('unreadable');
  return { outcome: 'created', providerRef: invoice.id, paymentUrl, expiresAt: invoice.expiryDate };
}

/** One of several invoices of our id counts, because Xendit does not enforce that there is only one: the paid one first. */
function stateOf({ json, text }: GatewayAnswer, merchantOrderId: string): QueryResult {
  const all = json === undefined ? (jsonList(text) ?? []) : [json];
  const ours = all.filter((one) => one.external_id === merchantOrderId);
  if (all.length === 0) return unknownState('not-found');
  const row = ours.find((one) => XENDIT_STATES[String(one.status)] === 'paid') ?? ours[0];
  return row === undefined ? unknownState('unreadable') : rowState(row);
}

function rowState(row: JsonObject): QueryResult {
  const state = XENDIT_STATES[String(row.status)];
  const amount = xenditAmount(row);
  if (state === undefined || amount === undefined) return unknownState('unreadable', safeRaw(row));
  return {
    state,
    amount,
    fee: feeUnits(row.fees_paid_amount),
    providerRef: textField(row, 'id'),
    channel: textField(row, 'payment_channel') ?? textField(row, 'payment_method'),
    paidAt: dateField(row, 'paid_at'),
    raw: safeRaw(row),
  };
}

/** What went back in all; undefined for an answer that is no list of refunds. */
function refundedOf({ json }: GatewayAnswer): bigint | undefined {
  const list: unknown = json?.data;
  if (!Array.isArray(list)) return undefined;
  const done = (list as JsonObject[]).filter(({ status }) => status === 'SUCCEEDED');
  const amounts = done.map(({ amount }) => wholeUnits(amount)?.amount);
  return amounts.reduce<bigint | undefined>(
    (sum, amount) => (sum === undefined || amount === undefined ? undefined : sum + amount),
    0n,
  );
}

/** From the wire: the library's model of a refund has no status. */
function refundOf(reply: GatewayReply, secrets: readonly string[]): RefundResult {
  const failure = refundFailure(reply, { secrets, explain: wordsOf });
  const json = (reply.kind === 'answer' ? reply.json : undefined) ?? {};
  const refundRef = textField(json, 'id');
  if (failure || refundRef === undefined) return failure ?? unknown('unreadable');
  if (json.status === 'SUCCEEDED') return { outcome: 'refunded', refundRef };
  if (json.status === 'PENDING') return { outcome: 'pending', refundRef };
  return { outcome: 'rejected', message: textField(json, 'failure_code') ?? 'FAILED', retryable: false };
}
