import { randomUUID } from 'node:crypto';
import { FEE, type Notice, type Order, type OrderStatus, refundedOf } from '../order';
import {
  answer,
  basicUser,
  close,
  type Desk,
  object,
  type Provider,
  type ProviderAnswer,
  type ProviderRequest,
  text,
} from '../provider';

const STATES: Readonly<Record<OrderStatus, string>> = {
  PENDING: 'PENDING',
  PAID: 'PAID',
  FAILED: 'EXPIRED',
  EXPIRED: 'EXPIRED',
  CANCELLED: 'EXPIRED',
};

const NOTICES: Partial<Record<Notice, string>> = {
  pending: 'PENDING',
  paid: 'PAID',
  settled: 'SETTLED',
  expired: 'EXPIRED',
  cancelled: 'EXPIRED',
};

const error = (status: number, code: string, message: string, order?: Order): ProviderAnswer =>
  answer(status, { error_code: code, message }, order);

/** Xendit invoices and refunds (payments.md 3). Its callback address is a matter of the dashboard. */
export const xendit: Provider = {
  name: 'xendit',
  channels: ['BCA', 'MANDIRI', 'OVO', 'QRIS', 'ALFAMART'],
  softFailure: answer(200, { status: 'OK' }),

  operationOf({ method, path }) {
    if (path === '/refunds') return method === 'POST' ? 'refund' : 'query';
    if (/^\/invoices\/[^/]+\/expire!$/.test(path)) return method === 'POST' ? 'cancel' : undefined;
    if (path === '/v2/invoices/' && method === 'POST') return 'create';
    return /^\/v2\/invoices(\/[^/]+)?$/.test(path) && method === 'GET' ? 'query' : undefined;
  },

  handle(desk, operation, request) {
    if (basicUser(request) !== desk.merchant.apiKey) return error(401, 'INVALID_API_KEY', 'API key is not valid');
    if (operation === 'create') return create(desk, request);
    if (operation === 'refund') return refund(desk, request);
    if (request.path === '/refunds') return refundsOf(desk, request);
    const id = decodeURIComponent(/\/invoices\/([^/]+)/.exec(request.path)?.[1] ?? '');
    if (operation === 'query' && id === '') return search(desk, request);
    const order = desk.orders.ofReference('xendit', id);
    if (order === undefined) return error(404, 'INVOICE_NOT_FOUND_ERROR', 'Could not find invoice');
    if (operation === 'cancel' && !close(order, 'EXPIRED')) {
      return error(400, 'INVALID_INVOICE_STATUS_ERROR', 'Invoice is not pending', order);
    }
    return answer(200, invoiceOf(desk, order), order);
  },

  callback(desk, order, notice) {
    if (notice === 'refunded') return refundCallback(desk, order);
    const status = NOTICES[notice];
    if (status === undefined) return undefined;
    const body = {
      ...invoiceOf(desk, order),
      ...(status === 'EXPIRED' ? {} : paidParts(order)),
      status,
      is_high: false,
      brand_new_field: { a: 1 },
    };
    return { headers: headersOf(desk), body: JSON.stringify(body) };
  },

  accepts: (status) => status >= 200 && status < 300,
  refusal: (status, words) => ({ error_code: status === 429 ? 'RATE_LIMIT_EXCEEDED' : 'SERVER_ERROR', message: words }),
};

const headersOf = (desk: Desk): Record<string, string> => ({
  'content-type': 'application/json',
  'x-callback-token': desk.merchant.callbackSecret,
  'webhook-id': randomUUID(),
});

/** About the newest refund, of the dashboard too; it names the invoice and no order of the merchant. */
function refundCallback(desk: Desk, order: Order): { headers: Record<string, string>; body: string } | undefined {
  const newest = order.refunds.at(-1);
  if (newest === undefined) return undefined;
  const created = new Date().toISOString();
  const data = { ...refundRow(order, newest), payment_id: randomUUID(), reason: 'OTHERS', country: 'ID', created };
  const body = { event: 'refund.succeeded', business_id: desk.merchant.merchantCode, created, data };
  return { headers: headersOf(desk), body: JSON.stringify(body) };
}

function create(desk: Desk, { json }: ProviderRequest): ProviderAnswer {
  const { amount } = json;
  const externalId = text(json.external_id);
  if (externalId === '' || typeof amount !== 'number')
    return error(400, 'API_VALIDATION_ERROR', 'external_id and amount are required');
  if (amount < 1_000)
    return error(400, 'MINIMAL_TRANSFER_AMOUNT_ERROR', 'Could not create invoice because amount is below minimum');
  if (amount > 10_000_000_000) return error(400, 'MAXIMUM_TRANSFER_AMOUNT_ERROR', 'Amount is above maximum');
  const seconds = typeof json.invoice_duration === 'number' ? json.invoice_duration : 86_400;
  const methods = Array.isArray(json.payment_methods) ? json.payment_methods.map(text) : [];
  if (methods.some((one) => !xendit.channels.includes(one))) {
    return error(400, 'UNAVAILABLE_PAYMENT_METHOD_ERROR', 'The payment method choices did not match');
  }
  const order = desk.orders.add({
    provider: 'xendit',
    merchantOrderId: externalId,
    title: text(json.description),
    payer: text(object(json.customer).given_names),
    amount,
    channel: methods.length === 1 ? (methods[0] ?? '') : '',
    callbackUrl: desk.merchant.callbackUrl,
    returnUrl: text(json.success_redirect_url),
    expiresAt: Date.now() + seconds * 1_000,
  });
  return answer(200, invoiceOf(desk, order), order);
}

function search(desk: Desk, { query }: ProviderRequest): ProviderAnswer {
  const orders = desk.orders.list('xendit').filter((order) => order.merchantOrderId === query.get('external_id'));
  return answer(
    200,
    orders.map((order) => invoiceOf(desk, order)),
    orders[0],
  );
}

function invoiceOf(desk: Desk, order: Order): Record<string, unknown> {
  const paid = order.status === 'PAID';
  return {
    id: order.reference,
    external_id: order.merchantOrderId,
    user_id: desk.merchant.merchantCode,
    status: paid && order.settled ? 'SETTLED' : STATES[order.status],
    merchant_name: 'RT Net Mawar',
    merchant_profile_picture_url: 'https://example.com/logo.png',
    amount: order.amount,
    description: order.title,
    expiry_date: new Date(order.expiresAt).toISOString(),
    invoice_url: desk.payUrl(order),
    available_banks: [],
    available_retail_outlets: [],
    available_ewallets: [],
    available_qr_codes: [],
    available_direct_debits: [],
    available_paylaters: [],
    should_exclude_credit_card: false,
    should_send_email: false,
    created: new Date(order.createdAt).toISOString(),
    updated: new Date(Math.max(order.createdAt, order.paidAt)).toISOString(),
    currency: 'IDR',
    ...(paid ? paidParts(order) : {}),
  };
}

function paidParts(order: Order): Record<string, unknown> {
  return {
    paid_amount: order.amount,
    paid_at: new Date(order.paidAt || Date.now()).toISOString(),
    payment_method: 'BANK_TRANSFER',
    payment_channel: order.channel,
    fees_paid_amount: FEE,
    adjusted_received_amount: order.amount - FEE,
  };
}

function refund(desk: Desk, { json, headers, text: body }: ProviderRequest): ProviderAnswer {
  const key = text(headers['idempotency-key']);
  const before = desk.remembered.get(`refund ${key}`);
  if (key !== '' && before) {
    const same = before.request === body;
    return same ? before.answer : error(409, 'IDEMPOTENCY_ERROR', 'Idempotency key was used with another request');
  }
  const order = desk.orders.ofReference('xendit', text(json.invoice_id));
  const amount = Number(json.amount);
  if (order === undefined) return error(404, 'DATA_NOT_FOUND', 'Invoice not found');
  if (order.status !== 'PAID') return error(400, 'INELIGIBLE_TRANSACTION', 'Invoice is not paid', order);
  if (!(amount > 0) || amount > order.amount - refundedOf(order)) {
    return error(400, 'MAXIMUM_REFUND_AMOUNT_REACHED', 'Refund amount is too high', order);
  }
  const id = `rfd-${randomUUID()}`;
  order.refunds.push({ id, key, amount });
  const reply = answer(
    200,
    { ...refundRow(order, { id, amount }), reference_id: json.reference_id, metadata: null },
    order,
  );
  desk.remembered.set(`refund ${key}`, { request: body, answer: reply });
  return reply;
}

const refundRow = (order: Order, { id, amount }: { id: string; amount: number }): Record<string, unknown> => ({
  ...{ id, invoice_id: order.reference, amount, currency: 'IDR', status: 'SUCCEEDED', channel_code: order.channel },
});

function refundsOf(desk: Desk, { query }: ProviderRequest): ProviderAnswer {
  const order = desk.orders.ofReference('xendit', query.get('invoice_id') ?? '');
  const data = order?.refunds.map((one) => refundRow(order, one)) ?? [];
  return answer(200, { data, has_more: false }, order);
}
