import { FEE, type Order, type ProviderName, refundedOf } from './order';

type Column = readonly [header: string, value: (order: Order) => string | number];

const net = ({ amount }: Order): number => amount - FEE;
const paidAt = ({ paidAt: at }: Order): string =>
  new Date(at + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
const settledOn = ({ paidAt: at }: Order): string => new Date(at + 31 * 3_600_000).toISOString().slice(0, 10);

/** The columns that each gateway's own report has. */
const COLUMNS: Readonly<Record<ProviderName, readonly Column[]>> = {
  duitku: [
    ['Merchant Order ID', (order) => order.merchantOrderId],
    ['Reference', (order) => order.reference],
    ['Payment Method', (order) => order.channel],
    ['Amount', (order) => order.amount],
    ['Fee', () => FEE],
    ['Settlement Amount', net],
    ['Transaction Date', paidAt],
    ['Settlement Date', settledOn],
  ],
  midtrans: [
    ['Order ID', (order) => order.merchantOrderId],
    ['Transaction ID', (order) => order.reference.toLowerCase()],
    ['Payment Type', (order) => order.channel],
    ['Gross Amount', (order) => order.amount],
    ['MDR Fee', () => FEE],
    ['Net Amount', net],
    ['Transaction Time', paidAt],
    ['Settlement Date', settledOn],
  ],
  xendit: [
    ['External ID', (order) => order.merchantOrderId],
    ['Transaction ID', (order) => order.reference],
    ['Type', () => 'PAYMENT'],
    ['Payment Channel', (order) => order.channel],
    ['Amount', (order) => order.amount],
    ['Xendit Fee', () => FEE],
    ['Net Amount', net],
    ['Payment Date', paidAt],
    ['Settlement Date', settledOn],
  ],
  tripay: [
    ['Reference', (order) => order.reference],
    ['Merchant Ref', (order) => order.merchantOrderId],
    ['Channel', (order) => order.channel],
    ['Amount', (order) => order.amount],
    ['Fee Merchant', () => FEE],
    ['Amount Received', net],
    ['Paid At', paidAt],
    ['Settled At', settledOn],
  ],
  stripe: [
    ['Merchant Order ID (metadata)', (order) => order.merchantOrderId],
    ['Source ID', (order) => order.reference],
    ['Type', () => 'charge'],
    ['Amount', (order) => `${order.amount}.00`],
    ['Fee', () => `${FEE}.00`],
    ['Net', (order) => `${net(order)}.00`],
    ['Created (UTC)', (order) => new Date(order.paidAt).toISOString().slice(0, 19).replace('T', ' ')],
    ['Available On (UTC)', settledOn],
  ],
};

/** The settlement report of a gateway as CSV: every paid order, oldest payment first; of one Jakarta day where one is given. */
export function settlementReport(provider: ProviderName, orders: readonly Order[], day?: string): string {
  const columns = COLUMNS[provider];
  const paid = orders
    .filter((order) => order.status === 'PAID' && refundedOf(order) < order.amount)
    .filter((order) => day === undefined || paidAt(order).startsWith(day))
    .sort((a, b) => a.paidAt - b.paidAt);
  const lines = [
    columns.map(([header]) => header),
    ...paid.map((order) => columns.map(([, value]) => String(value(order)))),
  ];
  return lines.map((cells) => cells.map(cell).join(',')).join('\r\n') + '\r\n';
}

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
