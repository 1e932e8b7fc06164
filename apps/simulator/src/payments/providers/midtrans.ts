import { createHash, randomUUID } from 'node:crypto';
import { type Notice, type Order, refundedOf } from '../order';
import {
  answer,
  basicUser,
  close,
  type Desk,
  list,
  object,
  type Provider,
  type ProviderAnswer,
  type ProviderRequest,
  text,
} from '../provider';

const ORDER_PATH = /^\/v2\/([^/]+)\/(status|cancel|expire|refund)$/;

const UNAUTHORISED = 'Access denied due to unauthorized transaction, please check client or server key';

const STATUS_CODES: Readonly<Record<string, string>> = {
  settlement: '200',
  capture: '200',
  refund: '200',
  partial_refund: '200',
  cancel: '200',
  chargeback: '200',
  pending: '201',
  expire: '202',
  deny: '202',
  failure: '202',
};

/** Midtrans Snap and the core API behind it (payments.md 3). */
export const midtrans: Provider = {
  name: 'midtrans',
  channels: ['bca_va', 'bni_va', 'gopay', 'qris', 'credit_card'],
  softFailure: answer(200, {
    status_code: '500',
    status_message: 'Sorry. Our system is recovering from unexpected issues.',
  }),

  operationOf({ method, path }) {
    if (method === 'POST' && path === '/snap/v1/transactions') return 'create';
    const [, , action] = ORDER_PATH.exec(path) ?? [];
    if (method === 'GET') return action === 'status' ? 'query' : undefined;
    if (action === 'refund') return 'refund';
    return action === 'cancel' || action === 'expire' ? 'cancel' : undefined;
  },

  handle(desk, operation, request) {
    const known = basicUser(request) === desk.merchant.apiKey;
    if (operation === 'create')
      return known ? createSnap(desk, request) : answer(401, { error_messages: [UNAUTHORISED] });
    if (!known) return core('401', UNAUTHORISED);
    const [, id = '', action = ''] = ORDER_PATH.exec(request.path) ?? [];
    const order = desk.orders.ofMerchant('midtrans', decodeURIComponent(id));
    if (order === undefined || order.channel === '') return core('404', "Transaction doesn't exist.");
    return operation === 'refund' ? refund(desk, order, request.json) : transactionCall(desk, order, action);
  },

  callback(desk, order, notice) {
    const status = NOTICES[notice](order);
    if (status === undefined) return undefined;
    const body = {
      ...transaction(desk, order, status),
      status_message: 'midtrans payment notification',
      brand_new_field: [1],
    };
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  },

  accepts: (status) => status >= 200 && status < 300,
  refusal: (status, words) => ({ status_code: String(status), status_message: words, error_messages: [words] }),
};

const NOTICES: Readonly<Record<Notice, (order: Order) => string | undefined>> = {
  pending: () => 'pending',
  paid: ({ channel }) => (channel === 'credit_card' ? 'capture' : 'settlement'),
  settled: () => 'settlement',
  failed: () => 'failure',
  expired: () => 'expire',
  cancelled: () => 'cancel',
  refunded: (order) => (refundedOf(order) < order.amount ? 'partial_refund' : 'refund'),
  chargeback: () => 'chargeback',
};

function core(
  code: string,
  message: string,
  { order, more = {} }: { order?: Order; more?: Readonly<Record<string, unknown>> } = {},
): ProviderAnswer {
  return answer(200, { ...more, status_code: code, status_message: message }, order); // the status is told in the body
}

const statusOf = (order: Order): string => {
  if (refundedOf(order) > 0) return refundedOf(order) < order.amount ? 'partial_refund' : 'refund';
  const plain = { PENDING: 'pending', PAID: 'settlement', FAILED: 'failure', EXPIRED: 'expire', CANCELLED: 'cancel' };
  return plain[order.status];
};

function createSnap(desk: Desk, { json, headers }: ProviderRequest): ProviderAnswer {
  const details = object(json.transaction_details);
  const items = list(json.item_details);
  const orderId = text(details.order_id);
  const errors = problemsOf(orderId, details.gross_amount, items);
  if (desk.orders.ofMerchant('midtrans', orderId)) errors.push('transaction_details.order_id has already been taken');
  if (errors.length > 0) return answer(400, { error_messages: errors });
  const [channel = ''] = Array.isArray(json.enabled_payments) ? json.enabled_payments.map(text) : [];
  const order = desk.orders.add({
    provider: 'midtrans',
    merchantOrderId: orderId,
    title: text(items[0]?.name),
    payer: text(object(json.customer_details).first_name),
    amount: Number(details.gross_amount),
    callbackUrl: text(headers['x-override-notification']) || desk.merchant.callbackUrl,
    returnUrl: text(object(json.callbacks).finish),
    channel,
  });
  return answer(201, { token: randomUUID(), redirect_url: desk.payUrl(order) }, order);
}

function problemsOf(orderId: string, gross: unknown, items: readonly Readonly<Record<string, unknown>>[]): string[] {
  const errors: string[] = [];
  const total = items.reduce((sum, { price, quantity }) => sum + Number(price) * Number(quantity), 0);
  if (!/^[\w.~-]{1,50}$/.test(orderId)) errors.push('transaction_details.order_id format is invalid');
  if (typeof gross !== 'number' || !Number.isInteger(gross) || gross < 1) {
    errors.push('transaction_details.gross_amount must be equal or greater than 1');
  }
  if (items.length > 0 && total !== gross)
    errors.push('transaction_details.gross_amount is not equal to the sum of item_details');
  if (items.some(({ name }) => text(name).length > 50)) errors.push('item_details.name too long');
  return errors;
}

function transaction(desk: Desk, order: Order, status: string): Record<string, unknown> {
  const code = STATUS_CODES[status] ?? '202';
  const gross = `${order.amount}.00`;
  const signed = `${order.merchantOrderId}${code}${gross}${desk.merchant.apiKey}`;
  const refunded = refundedOf(order);
  const card = order.channel === 'credit_card';
  return {
    transaction_time: jakarta(order.createdAt),
    transaction_status: status,
    transaction_id: order.reference.toLowerCase(),
    signature_key: createHash('sha512').update(signed).digest('hex'),
    ...(order.paidAt > 0 ? { settlement_time: jakarta(order.paidAt) } : {}),
    payment_type: order.channel,
    order_id: order.merchantOrderId,
    merchant_id: desk.merchant.merchantCode,
    gross_amount: gross,
    currency: 'IDR',
    status_code: code,
    ...(card ? { fraud_status: 'accept', masked_card: '481111-1114' } : {}),
    ...(refunded > 0
      ? {
          refund_amount: `${refunded}.00`,
          refunds: order.refunds.map(({ key, amount, id }) => ({
            refund_key: key,
            refund_amount: `${amount}.00`,
            refund_chargeback_uuid: id,
          })),
        }
      : {}),
  };
}

function transactionCall(desk: Desk, order: Order, action: string): ProviderAnswer {
  const ends = action !== 'status';
  if (ends && !close(order, action === 'expire' ? 'EXPIRED' : 'CANCELLED')) {
    return core('412', 'Transaction status cannot be updated.', { order });
  }
  const code = ends ? '200' : (STATUS_CODES[statusOf(order)] ?? '202');
  return core(code, 'Success', { order, more: transaction(desk, order, statusOf(order)) });
}

function refund(desk: Desk, order: Order, json: Readonly<Record<string, unknown>>): ProviderAnswer {
  const key = text(json.refund_key);
  const amount = Number(json.amount);
  if (order.refunds.some((one) => one.key === key)) return core('406', 'Duplicate refund key', { order });
  const left = order.amount - refundedOf(order);
  if (order.status !== 'PAID') return core('412', 'Transaction status cannot be updated.', { order });
  if (!Number.isInteger(amount) || amount < 1 || amount > left)
    return core('414', 'Refund amount exceeds the transaction', { order });
  order.refunds.push({ id: randomUUID(), key, amount });
  const more = { ...transaction(desk, order, statusOf(order)), refund_key: key };
  return core('200', 'Success, refund request is approved', { order, more });
}

const jakarta = (at: number): string => new Date(at + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
