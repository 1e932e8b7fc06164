import { createHmac } from 'node:crypto';
import { FEE, type Notice, type Order } from '../order';
import {
  answer,
  bearer,
  type Desk,
  list,
  type Provider,
  type ProviderAnswer,
  type ProviderRequest,
  text,
} from '../provider';

/** Virtual accounts take 10,000 to 10,000,000, shops 2,500,000 at most; QRIS charges the payer here. */
const CHANNELS = [
  { code: 'BRIVA', name: 'BRI Virtual Account', group: 'Virtual Account', most: 10_000_000, flat: 0 },
  { code: 'BCAVA', name: 'BCA Virtual Account', group: 'Virtual Account', most: 10_000_000, flat: 0 },
  { code: 'QRIS', name: 'QRIS by ShopeePay', group: 'E-Wallet', most: 5_000_000, flat: 750 },
  { code: 'ALFAMART', name: 'Alfamart', group: 'Convenience Store', most: 2_500_000, flat: 0 },
];

const failure = (status: number, message: string, order?: Order): ProviderAnswer =>
  answer(status, { success: false, message }, order);
const success = (data: unknown, order?: Order): ProviderAnswer =>
  answer(200, { success: true, message: 'Success', data }, order);

/** Tripay, closed payments (payments.md 3). */
export const tripay: Provider = {
  name: 'tripay',
  channels: CHANNELS.map(({ code }) => code),
  softFailure: failure(200, 'Internal service error'),

  operationOf({ method, path }) {
    if (path === '/transaction/create' && method === 'POST') return 'create';
    if (method !== 'GET') return undefined;
    if (path === '/merchant/payment-channel') return 'channels';
    return path === '/transaction/detail' || path === '/merchant/transactions' ? 'query' : undefined;
  },

  handle(desk, operation, request) {
    if (bearer(request) !== desk.merchant.apiKey) return failure(401, 'Invalid API Key');
    if (operation === 'create') return create(desk, request);
    if (operation === 'channels') return success(CHANNELS.map(channelOf));
    if (request.path === '/merchant/transactions') {
      const ref = request.query.get('merchant_ref');
      const orders = desk.orders.list('tripay').filter((order) => order.merchantOrderId === ref);
      return success(
        orders.map((order) => detailOf(desk, order)),
        orders[0],
      );
    }
    const order = desk.orders.ofReference('tripay', request.query.get('reference') ?? '');
    return order === undefined ? failure(404, 'Transaction not found') : success(detailOf(desk, order), order);
  },

  callback(desk, order, notice) {
    const states: Partial<Record<Notice, string>> = {
      paid: 'PAID',
      failed: 'FAILED',
      expired: 'EXPIRED',
      refunded: 'REFUND',
    };
    const status = states[notice]; // UNPAID is never sent
    if (status === undefined) return undefined;
    const body = JSON.stringify({
      reference: order.reference,
      merchant_ref: order.merchantOrderId,
      payment_method: CHANNELS.find(({ code }) => code === order.channel)?.name ?? '',
      payment_method_code: order.channel,
      total_amount: order.amount + order.feeCustomer,
      fee_merchant: FEE,
      fee_customer: order.feeCustomer,
      total_fee: FEE + order.feeCustomer,
      amount_received: order.amount - FEE,
      is_closed_payment: 1,
      status,
      paid_at: order.paidAt > 0 ? Math.floor(order.paidAt / 1_000) : null,
      note: null,
      brand_new_field: 'https://tripay.co.id/é',
    }).replaceAll('/', '\\/'); // as PHP writes it: who serialises it anew signs something else
    const signature = createHmac('sha256', desk.merchant.callbackSecret).update(body).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'x-callback-signature': signature,
      'x-callback-event': 'payment_status',
    };
    return { headers, body };
  },

  accepts: (status, body) => status === 200 && /"success"\s*:\s*true/.test(body),
  refusal: (_status, message) => ({ success: false, message }),
};

function create(desk: Desk, { json }: ProviderRequest): ProviderAnswer {
  const { merchantCode, callbackSecret } = desk.merchant;
  const merchantRef = text(json.merchant_ref);
  const amount = Number(json.amount);
  const signature = createHmac('sha256', callbackSecret)
    .update(`${merchantCode}${merchantRef}${text(json.amount)}`)
    .digest('hex');
  if (json.signature !== signature) return failure(403, 'Invalid signature');
  const channel = CHANNELS.find(({ code }) => code === json.method);
  if (channel === undefined) return failure(400, 'Payment channel is not enabled');
  if (!Number.isInteger(amount) || amount < 10_000) return failure(400, 'Minimum amount is 10000');
  if (amount > channel.most) return failure(400, `Maximum amount is ${channel.most}`);
  const total = list(json.order_items).reduce((sum, { price, quantity }) => sum + Number(price) * Number(quantity), 0);
  if (total !== amount) return failure(400, 'Amount does not match order items');
  for (const name of ['customer_name', 'customer_email'])
    if (text(json[name]) === '') return failure(400, `${name} is required`);
  const order = desk.orders.add({
    provider: 'tripay',
    merchantOrderId: merchantRef,
    title: text(list(json.order_items)[0]?.name),
    payer: text(json.customer_name),
    amount,
    feeCustomer: channel.flat,
    channel: channel.code,
    callbackUrl: text(json.callback_url) || desk.merchant.callbackUrl,
    returnUrl: text(json.return_url),
    expiresAt: typeof json.expired_time === 'number' ? json.expired_time * 1_000 : Date.now() + 86_400_000,
  });
  return success(detailOf(desk, order), order);
}

function detailOf(desk: Desk, order: Order): Record<string, unknown> {
  const states = { PENDING: 'UNPAID', PAID: 'PAID', FAILED: 'FAILED', EXPIRED: 'EXPIRED', CANCELLED: 'EXPIRED' };
  const refunded = order.refunds.length > 0;
  const qris = order.channel === 'QRIS';
  return {
    reference: order.reference,
    merchant_ref: order.merchantOrderId,
    payment_method: order.channel,
    amount: order.amount + order.feeCustomer,
    fee_merchant: FEE,
    fee_customer: order.feeCustomer,
    total_fee: FEE + order.feeCustomer,
    amount_received: order.amount - FEE,
    pay_code: qris ? null : order.vaNumber,
    qr_string: qris ? `00020101021226TRIPAY${order.vaNumber}` : null,
    checkout_url: desk.payUrl(order),
    status: refunded ? 'REFUND' : states[order.status],
    paid_at: order.paidAt > 0 ? Math.floor(order.paidAt / 1_000) : null,
    expired_time: Math.floor(order.expiresAt / 1_000),
  };
}

function channelOf({ code, name, group, most, flat }: (typeof CHANNELS)[number]): Record<string, unknown> {
  const fee_customer = { flat, percent: '0.00' };
  return {
    group,
    code,
    name,
    type: 'direct',
    fee_customer,
    minimum_amount: 10_000,
    maximum_amount: most,
    active: true,
  };
}
