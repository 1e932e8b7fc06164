import { createHmac, randomUUID } from 'node:crypto';
import { type Notice, type Order, refundedOf } from '../order';
import {
  answer,
  bearer,
  close,
  type Desk,
  type Provider,
  type ProviderAnswer,
  type ProviderRequest,
} from '../provider';

const SESSION = /^\/v1\/checkout\/sessions\/([^/]+)(\/expire)?$/;

const ITEM = 'line_items[0]';

const EVENTS: Partial<Record<Notice, string>> = {
  paid: 'checkout.session.completed',
  pending: 'checkout.session.completed',
  settled: 'checkout.session.async_payment_succeeded',
  failed: 'checkout.session.async_payment_failed',
  expired: 'checkout.session.expired',
  cancelled: 'checkout.session.expired',
  refunded: 'charge.refunded',
  chargeback: 'charge.dispute.created',
};

const error = (status: number, code: string, message: string, type = 'invalid_request_error'): ProviderAnswer =>
  answer(status, { error: { type, code, message } });

const minor = (rupiah: number): number => rupiah * 100;

/** Stripe Checkout: form-encoded requests, amounts times 100, keys of idempotency (payments.md 3). */
export const stripe: Provider = {
  name: 'stripe',
  channels: ['card'],
  softFailure: answer(200, { id: 'cs_test_nothing', object: 'checkout.session', url: null, amount_total: null }),

  operationOf({ method, path }) {
    if (method === 'POST' && path === '/v1/refunds') return 'refund';
    if (method === 'POST' && path === '/v1/checkout/sessions') return 'create';
    if (method === 'GET' && path === '/v1/payment_intents/search') return 'query';
    const [found, , expire] = SESSION.exec(path) ?? [];
    if (found === undefined) return undefined;
    if (method === 'GET') return expire === undefined ? 'query' : undefined;
    return expire === undefined ? undefined : 'cancel';
  },

  handle(desk, operation, request) {
    if (bearer(request) !== desk.merchant.apiKey)
      return error(401, 'api_key_invalid', 'Invalid API Key provided: sk_test_***');
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || typeof key !== 'string') return work(desk, operation, request);
    const place = `${request.path} ${key}`;
    const before = desk.remembered.get(place);
    if (before !== undefined) {
      if (before.request === request.text) return before.answer;
      const words = 'Keys for idempotent requests can only be used with the same parameters they were first used with.';
      return error(400, 'idempotency_key_reused', words, 'idempotency_error');
    }
    const made = work(desk, operation, request);
    if (made.status < 400) desk.remembered.set(place, { request: request.text, answer: made });
    return made;
  },

  callback(desk, order, notice) {
    const type = EVENTS[notice];
    if (type === undefined) return undefined;
    const created = Math.floor(Date.now() / 1_000);
    const event = {
      id: `evt_${randomUUID().replaceAll('-', '')}`,
      object: 'event',
      api_version: '2026-10-28',
      created,
      livemode: false,
      type,
      data: { object: eventObject(desk, order, notice) },
      brand_new_field: null,
    };
    const body = JSON.stringify(event);
    const v1 = createHmac('sha256', desk.merchant.callbackSecret).update(`${created}.${body}`).digest('hex');
    const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': `t=${created},v1=${v1}` };
    return { headers, body };
  },

  accepts: (status) => status >= 200 && status < 300,
  refusal: (status, message) => ({ error: { type: status === 429 ? 'rate_limit_error' : 'api_error', message } }),
};

function work(desk: Desk, operation: string, request: ProviderRequest): ProviderAnswer {
  const form = new URLSearchParams(request.text);
  if (operation === 'create') return create(desk, form);
  if (operation === 'refund') return refund(desk, form, String(request.headers['idempotency-key']));
  if (request.path === '/v1/payment_intents/search') return search(desk, request);
  const [, id = ''] = SESSION.exec(request.path) ?? [];
  const order = desk.orders.ofReference('stripe', decodeURIComponent(id));
  if (order === undefined) return error(404, 'resource_missing', `No such checkout.session: '${id}'`);
  if (operation === 'cancel' && !close(order, 'EXPIRED')) {
    return error(400, 'checkout_session_not_open', 'Only Checkout Sessions with a status in ["open"] can be expired.');
  }
  return answer(200, sessionOf(desk, order, { expand: request.query.has('expand[0]') }), order);
}

function create(desk: Desk, form: URLSearchParams): ProviderAnswer {
  const field = (name: string): string => form.get(name) ?? '';
  const amount = Number(field(`${ITEM}[price_data][unit_amount]`)) * Number(field(`${ITEM}[quantity]`));
  const expiresAt = Number(field('expires_at')) * 1_000;
  const problem = problemOf(field, amount, expiresAt);
  if (problem !== undefined) return problem;
  const order = desk.orders.add({
    provider: 'stripe',
    merchantOrderId: field('client_reference_id'),
    title: field(`${ITEM}[price_data][product_data][name]`),
    payer: field('customer_email'),
    amount: amount / 100,
    channel: field('payment_method_types[0]'),
    callbackUrl: desk.merchant.callbackUrl,
    returnUrl: field('success_url'),
    ...(expiresAt > 0 ? { expiresAt } : {}),
  });
  return answer(200, sessionOf(desk, order), order);
}

function problemOf(field: (name: string) => string, amount: number, expiresAt: number): ProviderAnswer | undefined {
  if (field('mode') !== 'payment' || !/^\d+$/.test(field(`${ITEM}[price_data][unit_amount]`))) {
    return error(400, 'parameter_missing', 'mode and line_items are required');
  }
  if (field(`${ITEM}[price_data][currency]`) !== 'idr') return error(400, 'currency_not_supported', 'idr only here');
  if (amount % 100 !== 0) return error(400, 'amount_invalid', 'IDR has no sen in practice');
  if (amount < 1_000_000) return error(400, 'amount_too_small', 'Amount must be at least Rp10,000');
  const lifetime = expiresAt - Date.now();
  if (expiresAt === 0 || (lifetime >= 30 * 60_000 && lifetime <= 24 * 3_600_000)) return undefined;
  return error(
    400,
    'parameter_invalid',
    'The `expires_at` timestamp must be between 30 minutes and 24 hours from creation.',
  );
}

const intentId = ({ reference }: Order): string => reference.replace('cs_test_', 'pi_');
const metadataOf = ({ merchantOrderId }: Order): Record<string, string> => ({ merchant_order_id: merchantOrderId });

function sessionOf(
  desk: Desk,
  order: Order,
  { expand = false, paid = order.status === 'PAID' } = {},
): Record<string, unknown> {
  const status = order.status === 'PENDING' ? 'open' : order.status === 'PAID' ? 'complete' : 'expired';
  return {
    id: order.reference,
    object: 'checkout.session',
    amount_total: minor(order.amount),
    currency: 'idr',
    client_reference_id: order.merchantOrderId,
    metadata: metadataOf(order),
    livemode: false,
    mode: 'payment',
    payment_status: paid ? 'paid' : 'unpaid',
    payment_method_types: ['card'],
    status,
    url: status === 'open' ? desk.payUrl(order) : null,
    expires_at: Math.floor(order.expiresAt / 1_000),
    created: Math.floor(order.createdAt / 1_000),
    payment_intent: paid ? (expand ? intentOf(order) : intentId(order)) : null,
  };
}

function intentOf(order: Order): Record<string, unknown> {
  return {
    id: intentId(order),
    object: 'payment_intent',
    amount: minor(order.amount),
    currency: 'idr',
    status: order.status === 'PAID' ? 'succeeded' : 'requires_payment_method',
    metadata: metadataOf(order),
    latest_charge: order.status === 'PAID' ? chargeOf(order) : null,
  };
}

function chargeOf(order: Order): Record<string, unknown> {
  const refunded = refundedOf(order);
  return {
    id: intentId(order).replace('pi_', 'ch_'),
    object: 'charge',
    amount: minor(order.amount),
    amount_refunded: minor(refunded),
    currency: 'idr',
    created: Math.floor(order.paidAt / 1_000),
    disputed: false,
    refunded: refunded >= order.amount,
    metadata: metadataOf(order),
    payment_intent: intentId(order),
    payment_method_details: { type: 'card', card: { last4: '4242', exp_year: 2030, fingerprint: 'x' } },
  };
}

function eventObject(desk: Desk, order: Order, notice: Notice): Record<string, unknown> {
  if (notice === 'refunded') return chargeOf(order);
  if (notice !== 'chargeback') return sessionOf(desk, order, { paid: notice === 'paid' || notice === 'settled' });
  const payment_intent = intentId(order);
  return {
    id: 'dp_1',
    object: 'dispute',
    amount: minor(order.amount),
    currency: 'idr',
    payment_intent,
    status: 'needs_response',
    metadata: {},
  };
}

function search(desk: Desk, { query }: ProviderRequest): ProviderAnswer {
  const [, wanted] = /metadata\['merchant_order_id'\]:'([^']*)'/.exec(query.get('query') ?? '') ?? [];
  // a payment intent exists only once somebody has tried to pay
  const orders = desk.orders
    .list('stripe')
    .filter((order) => order.merchantOrderId === wanted && order.status === 'PAID');
  return answer(
    200,
    { object: 'search_result', data: orders.map(intentOf), has_more: false, url: '/v1/payment_intents/search' },
    orders[0],
  );
}

function refund(desk: Desk, form: URLSearchParams, key: string): ProviderAnswer {
  const order = desk.orders.list('stripe').find((one) => intentId(one) === form.get('payment_intent'));
  if (order?.status !== 'PAID') return error(400, 'resource_missing', 'No such payment_intent');
  const left = order.amount - refundedOf(order);
  const amount = Number(form.get('amount') ?? minor(left)) / 100;
  if (left === 0) return error(400, 'charge_already_refunded', 'Charge has already been refunded.');
  if (!(amount > 0) || amount > left)
    return error(400, 'amount_too_large', 'Refund amount is greater than unrefunded amount on charge');
  const id = `re_${randomUUID().replaceAll('-', '')}`;
  order.refunds.push({ id, key, amount });
  return answer(200, { id, object: 'refund', amount: minor(amount), currency: 'idr', status: 'succeeded' }, order);
}
