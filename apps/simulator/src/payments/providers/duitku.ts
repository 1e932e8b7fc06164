import { createHash, createHmac } from 'node:crypto';
import { type Order } from '../order';
import {
  answer,
  close,
  type Desk,
  list,
  object,
  type Provider,
  type ProviderAnswer,
  type ProviderRequest,
  text,
} from '../provider';

const INQUIRY = '/webapi/api/merchant/v2/inquiry';
const POP = '/api/merchant/createInvoice';
const METHODS = '/webapi/api/merchant/paymentmethod/getpaymentmethod';
const STATUS = ['/webapi/api/merchant/transactionStatus', '/api/merchant/transactionStatus'];

/** Longest values (payments.md 2.3); what the API enforces, not what the documentation promises. */
const LIMITS: Readonly<Record<string, number>> = {
  merchantOrderId: 50,
  productDetails: 255,
  email: 50,
  paymentMethod: 2,
  customerVaName: 20,
  callbackUrl: 255,
  returnUrl: 255,
  phoneNumber: 50,
  additionalParam: 255,
  merchantUserInfo: 255,
};
const REQUIRED = ['merchantOrderId', 'productDetails', 'email', 'callbackUrl', 'returnUrl'];
const REQUIRED_V2 = [...REQUIRED, 'paymentMethod', 'customerVaName'];

const CHANNELS = [
  { paymentMethod: 'BC', paymentName: 'BCA VA', totalFee: '0' },
  { paymentMethod: 'M2', paymentName: 'MANDIRI VA', totalFee: '0' },
  { paymentMethod: 'SP', paymentName: 'QRIS SHOPEEPAY', totalFee: '0' },
  { paymentMethod: 'OV', paymentName: 'OVO', totalFee: '0' },
  { paymentMethod: 'FT', paymentName: 'RETAIL', totalFee: '2500' },
];

type Sign = (parts: readonly string[], legacy?: 'md5' | 'sha256') => string;

const signer =
  ({ merchant: { apiKey, legacySignatures } }: Desk): Sign =>
  (parts, legacy = 'md5') =>
    legacySignatures
      ? createHash(legacy)
          .update(parts.join('') + apiKey)
          .digest('hex')
      : createHmac('sha256', apiKey).update(parts.join('')).digest('hex');

const message = (status: number, words: string): ProviderAnswer => answer(status, { Message: words });

/** Duitku, POP and v2, as payments.md 2 found it. */
export const duitku: Provider = {
  name: 'duitku',
  channels: CHANNELS.map(({ paymentMethod }) => paymentMethod),
  softFailure: answer(200, { statusCode: '99', statusMessage: 'FAILED' }),

  operationOf({ method, path }) {
    if (method !== 'POST') return undefined;
    if (path === INQUIRY || path === POP) return 'create';
    if (path === METHODS) return 'channels';
    return STATUS.includes(path) ? 'query' : undefined;
  },

  handle(desk, operation, request) {
    if (operation === 'query') return status(desk, request);
    if (operation === 'channels') return channels(desk, request);
    return request.path === POP ? createInvoice(desk, request) : inquiry(desk, request);
  },

  callback(desk, order, notice) {
    if (notice !== 'paid' && notice !== 'failed' && notice !== 'expired') return undefined;
    const { merchantCode } = desk.merchant;
    const amount = String(order.amount);
    const fields = {
      merchantCode,
      amount,
      merchantOrderId: order.merchantOrderId,
      productDetail: order.title,
      additionalParam: '',
      paymentCode: order.channel,
      resultCode: notice === 'paid' ? '00' : '02',
      merchantUserId: '',
      reference: order.reference,
      signature: signer(desk)([merchantCode, amount, order.merchantOrderId]),
      publisherOrderId: `PUB${order.reference}`,
      settlementDate: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
      issuerCode: '93600014',
      customerName: 'B*** S***',
      somethingNew: 'yes',
    };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { headers, body: new URLSearchParams(fields).toString() };
  },

  accepts: (code) => code === 200,
  refusal: (_status, words) => ({ Message: words }),
};

function inquiry(desk: Desk, { json }: ProviderRequest): ProviderAnswer {
  const { merchantCode } = desk.merchant;
  const parts = [merchantCode, text(json.merchantOrderId), text(json.paymentAmount)];
  if (json.merchantCode !== merchantCode) return message(404, 'Merchant not found');
  if (json.signature !== signer(desk)(parts)) return message(403, 'Wrong signature');
  const problem = problemOf(json, REQUIRED_V2);
  if (problem !== undefined) return problem;
  const channel = text(json.paymentMethod);
  if (!duitku.channels.includes(channel)) return message(404, 'Payment channel not available');
  const order = orderOf(desk, json);
  // why: the sandbox accepts a repeated order id with the same reference and another number
  order.vaNumber = String(Number(order.vaNumber) + 1);
  order.amount = Number(json.paymentAmount);
  const qr = ['SP', 'NQ', 'GQ', 'SQ'].includes(channel);
  return answer(
    200,
    {
      merchantCode,
      reference: order.reference,
      paymentUrl: desk.payUrl(order),
      vaNumber: qr ? '' : order.vaNumber,
      qrString: qr ? `00020101021226660014ID.CO.QRIS.WWW0118936009140000000${order.vaNumber}` : '',
      amount: String(order.amount),
      statusCode: '00',
      statusMessage: 'SUCCESS',
    },
    order,
  );
}

function createInvoice(desk: Desk, { json, headers }: ProviderRequest): ProviderAnswer {
  const { merchantCode } = desk.merchant;
  const timestamp = text(headers['x-duitku-timestamp']);
  if (headers['x-duitku-merchantcode'] !== merchantCode) return message(404, 'Merchant not found');
  if (headers['x-duitku-signature'] !== signer(desk)([merchantCode, timestamp], 'sha256'))
    return message(403, 'Wrong signature');
  if ('merchantCode' in json || 'signature' in json)
    return message(400, 'merchantCode and signature belong in the headers');
  const problem = problemOf(json, REQUIRED);
  if (problem !== undefined) return problem;
  const before = desk.orders.ofMerchant('duitku', text(json.merchantOrderId));
  if (before !== undefined && before.amount !== json.paymentAmount) {
    return message(400, 'Amount is different please try again later.');
  }
  const order = orderOf(desk, json);
  const body = {
    merchantCode,
    reference: order.reference,
    paymentUrl: desk.payUrl(order),
    statusCode: '00',
    statusMessage: 'SUCCESS',
  };
  return answer(200, body, order);
}

function problemOf(json: Readonly<Record<string, unknown>>, required: readonly string[]): ProviderAnswer | undefined {
  const missing = required.find((name) => text(json[name]) === '');
  if (missing !== undefined) return message(400, `${missing} is required`);
  const long = Object.entries(LIMITS).find(([name, most]) => text(json[name]).length > most);
  if (long !== undefined) return message(400, `${long[0]} must be at most ${long[1]} characters`);
  const amount = json.paymentAmount;
  if (typeof amount !== 'number' || !Number.isInteger(amount)) return message(400, 'paymentAmount must be an integer');
  if (amount < 10_000) return message(400, 'Minimum Payment 10000 IDR');
  if (amount > 1_000_000_000) return message(400, 'Maximum Payment exceeded');
  const items = list(json.itemDetails);
  if (items.some(({ name }) => text(name).length > 50)) return message(400, 'item name must be at most 50 characters');
  const total = items.reduce((sum, { price }) => sum + Number(price), 0); // quantity is ignored, as in the live API
  if (items.length > 0 && total !== amount) return message(409, 'Payment amount must be equal to all item price');
  const names = Object.entries(object(json.customerDetail)).filter(([, value]) => text(value).length > 50);
  return names.length > 0 ? message(400, 'customerDetail must be at most 50 characters') : undefined;
}

function orderOf(desk: Desk, json: Readonly<Record<string, unknown>>): Order {
  const merchantOrderId = text(json.merchantOrderId);
  const minutes = typeof json.expiryPeriod === 'number' ? json.expiryPeriod : 1_440;
  return (
    desk.orders.ofMerchant('duitku', merchantOrderId) ??
    desk.orders.add({
      provider: 'duitku',
      merchantOrderId,
      title: text(json.productDetails),
      payer: text(json.customerVaName),
      amount: Number(json.paymentAmount),
      channel: text(json.paymentMethod),
      callbackUrl: text(json.callbackUrl),
      returnUrl: text(json.returnUrl),
      expiresAt: Date.now() + minutes * 60_000,
    })
  );
}

function status(desk: Desk, { json }: ProviderRequest): ProviderAnswer {
  const { merchantCode } = desk.merchant;
  const merchantOrderId = text(json.merchantOrderId);
  if (json.signature !== signer(desk)([merchantCode, merchantOrderId])) return message(403, 'Wrong signature');
  const order = desk.orders.ofMerchant('duitku', merchantOrderId);
  if (order === undefined || order.channel === '') return message(404, 'Transaction not found');
  if (order.expiresAt < Date.now()) close(order, 'EXPIRED');
  const statusCode = order.status === 'PAID' ? '00' : order.status === 'PENDING' ? '01' : '02';
  const fee = order.status === 'PAID' ? '2500.00' : '0.00';
  const amount = String(order.amount);
  const statusMessage = order.status === 'PAID' ? 'SUCCESS' : order.status;
  return answer(200, { merchantOrderId, reference: order.reference, amount, fee, statusCode, statusMessage }, order);
}

function channels(desk: Desk, { json }: ProviderRequest): ProviderAnswer {
  const { merchantCode } = desk.merchant;
  const given = json.merchantcode ?? json.merchantCode;
  const datetime = text(json.datetime);
  const sign = signer(desk)([merchantCode, text(json.amount), datetime], 'sha256');
  if (given !== merchantCode || json.signature !== sign) return message(403, 'Wrong signature');
  const wib = new Date(`${datetime.replace(' ', 'T')}+07:00`).getTime();
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(datetime) || Number.isNaN(wib))
    return message(400, 'datetime is not valid');
  return answer(200, { paymentFee: CHANNELS, responseCode: '00', responseMessage: 'SUCCESS' });
}
