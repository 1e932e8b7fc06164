import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Order, type ProviderName } from './order';

export type NewOrder = Pick<
  Order,
  'provider' | 'merchantOrderId' | 'title' | 'payer' | 'amount' | 'callbackUrl' | 'returnUrl'
> &
  Partial<Pick<Order, 'channel' | 'feeCustomer' | 'expiresAt'>>;

const DAY_MS = 86_400_000;
const PREFIX: Readonly<Record<ProviderName, string>> = {
  duitku: 'DS',
  midtrans: 'mt-',
  xendit: 'inv-',
  tripay: 'T0001',
  stripe: 'cs_test_',
};

/** All orders of all gateways; kept in a file where one is given, so that a demo survives a restart. */
export class OrderBook {
  private readonly byId = new Map<string, Order>();

  constructor(private readonly file?: string) {
    for (const order of file === undefined ? [] : read(file)) this.byId.set(order.id, order);
  }

  add(given: NewOrder): Order {
    const id = `${given.provider}-${randomInt(0, 2 ** 47).toString(36)}`;
    const order: Order = {
      channel: '',
      feeCustomer: 0,
      expiresAt: Date.now() + DAY_MS,
      ...given,
      id,
      reference: `${PREFIX[given.provider]}${randomInt(0, 2 ** 47)
        .toString(36)
        .toUpperCase()}`,
      status: 'PENDING',
      createdAt: Date.now(),
      paidAt: 0,
      settled: false,
      vaNumber: String(randomInt(10 ** 11, 10 ** 12)),
      refunds: [],
    };
    this.byId.set(id, order);
    this.keep();
    return order;
  }

  /** Newest first. */
  list(provider?: ProviderName): Order[] {
    return [...this.byId.values()].filter((order) => provider === undefined || order.provider === provider).reverse();
  }

  get(id: string): Order | undefined {
    return this.byId.get(id);
  }

  /** The newest order of a merchant's id. */
  ofMerchant(provider: ProviderName, merchantOrderId: string): Order | undefined {
    return this.list(provider).find((order) => order.merchantOrderId === merchantOrderId);
  }

  ofReference(provider: ProviderName, reference: string): Order | undefined {
    return this.list(provider).find((order) => order.reference === reference);
  }

  /** After every change of an order. */
  keep(): void {
    if (this.file === undefined) return;
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, JSON.stringify([...this.byId.values()]));
    renameSync(`${this.file}.new`, this.file);
  }
}

function read(file: string): Order[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Order[];
  } catch {
    return []; // why: no file yet, or one of an older simulator; orders of a demo are no loss
  }
}
