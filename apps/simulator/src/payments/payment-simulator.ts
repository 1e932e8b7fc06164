import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { CallbackSender, sleep } from './callbacks';
import { Faults, type Operation } from './faults';
import { defaultMerchants, type Merchant, type Merchants } from './merchants';
import { type Notice, type Order, PROVIDERS, type ProviderName, refundedOf } from './order';
import { OrderBook } from './order-book';
import { paymentRoutes } from './payment-routes';
import { type Desk, type Provider, type ProviderAnswer } from './provider';
import { serveCall } from './provider-calls';
import { duitku } from './providers/duitku';
import { midtrans } from './providers/midtrans';
import { stripe } from './providers/stripe';
import { tripay } from './providers/tripay';
import { xendit } from './providers/xendit';
import { RateLimit, type RateLimitOptions } from './rate-limit';

export interface PaymentSimulatorOptions {
  /** 0 takes a free one. */
  readonly port?: number;
  /** 127.0.0.1 by default: whoever reaches it can pay orders. */
  readonly host?: string;
  /** Where orders are kept over restarts; absent = they are not. */
  readonly stateFile?: string;
  readonly merchants?: Partial<Record<ProviderName, Partial<Merchant>>>;
  /** Pauses before the retries of a callback that was not accepted: five retries by default. */
  readonly retryMs?: readonly number[];
  readonly callbackTimeoutMs?: number;
  /** Of status queries, per gateway. */
  readonly queryLimit?: RateLimitOptions;
}

export interface PayOptions {
  /** The payer's choice where the merchant left it open. */
  readonly channel?: string | undefined;
  /** The payer pays another amount than was asked. */
  readonly amount?: number | undefined;
  /** Wait before the first callback. */
  readonly delayMs?: number | undefined;
  /** How often each callback is sent. */
  readonly copies?: number | undefined;
  /** What is sent, in this order; `[]`: the callback gets lost. */
  readonly notices?: readonly Notice[] | undefined;
}

const ALL: Readonly<Record<ProviderName, Provider>> = { duitku, midtrans, xendit, tripay, stripe };
const RETRY_MS = [2_000, 5_000, 15_000, 60_000, 300_000];
const QUERY_LIMIT: RateLimitOptions = { calls: 60, windowMs: 60_000, blockMs: 60_000 };

/** Duitku, Midtrans, Xendit, Tripay and Stripe behind one port, each below its own name: `…/duitku/webapi/…`. */
export class PaymentSimulator {
  readonly orders: OrderBook;
  readonly faults = new Faults();
  readonly merchants: Merchants = defaultMerchants();
  readonly callbacks: CallbackSender;
  readonly queryLimits: Readonly<Record<ProviderName, RateLimit>>;
  private readonly remembered = new Map<ProviderName, Desk['remembered']>();
  private readonly server: Server;

  constructor(private readonly options: PaymentSimulatorOptions = {}) {
    this.orders = new OrderBook(options.stateFile);
    const limit = (): RateLimit => new RateLimit(options.queryLimit ?? QUERY_LIMIT);
    this.queryLimits = { duitku: limit(), midtrans: limit(), xendit: limit(), tripay: limit(), stripe: limit() };
    for (const name of PROVIDERS) Object.assign(this.merchants[name], options.merchants?.[name]);
    const { retryMs = RETRY_MS, callbackTimeoutMs: timeoutMs = 15_000 } = options;
    this.callbacks = new CallbackSender({ retryMs, timeoutMs });
    this.server = this.makeServer();
  }

  /** @throws Error when the port is taken */
  async start(): Promise<void> {
    const { port = 0, host = '127.0.0.1' } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What an account of the product has as `baseUrl`. */
  baseUrl(provider: ProviderName): string {
    return `${this.url}/${provider}`;
  }

  channelsOf(provider: ProviderName): readonly string[] {
    return ALL[provider].channels;
  }

  /** The payer pays; late payers of an order that is over included. Resolves when the first callbacks are answered. */
  async pay(
    order: Order,
    { channel, amount, delayMs = 0, copies = 1, notices = ['paid'] }: PayOptions = {},
  ): Promise<void> {
    this.choose(order, channel);
    if (amount !== undefined) order.amount = amount;
    order.status = 'PAID';
    order.paidAt ||= Date.now();
    this.orders.keep();
    await sleep(delayMs);
    for (const notice of notices) await this.notify(order, notice, copies);
  }

  /** The payer chooses a channel on the page and gets no further. */
  choose(order: Order, channel?: string): void {
    if (order.channel === '' || channel !== undefined) order.channel = channel ?? ALL[order.provider].channels[0] ?? '';
    this.orders.keep();
  }

  /** Ends an open order and tells the merchant. @returns false when it is over already */
  async end(order: Order, status: 'FAILED' | 'EXPIRED' | 'CANCELLED'): Promise<boolean> {
    if (order.status !== 'PENDING') return false;
    this.choose(order);
    order.status = status;
    this.orders.keep();
    await this.notify(order, status === 'FAILED' ? 'failed' : status === 'EXPIRED' ? 'expired' : 'cancelled');
    return true;
  }

  /** Money goes to the merchant; Xendit tells about it. */
  async settle(order: Order): Promise<void> {
    order.settled = true;
    this.orders.keep();
    if (order.provider === 'xendit') await this.notify(order, 'settled');
  }

  /** Given back from the dashboard. @returns false when it is more than is left */
  async refund(order: Order, amount = order.amount - refundedOf(order)): Promise<boolean> {
    if (order.status !== 'PAID' || amount <= 0 || amount > order.amount - refundedOf(order)) return false;
    const id = randomUUID();
    order.refunds.push({ id, key: id, amount });
    this.orders.keep();
    await this.notify(order, 'refunded');
    return true;
  }

  /** Sends a notice, true or not, `copies` times at once. */
  async notify(order: Order, notice: Notice, copies = 1): Promise<number[]> {
    const provider = ALL[order.provider];
    const callback = provider.callback(this.desk(order.provider), order, notice);
    if (callback === undefined) return [];
    const outgoing = { ...callback, url: order.callbackUrl || this.merchants[order.provider].callbackUrl };
    const send = (): Promise<number> =>
      this.callbacks.send(order, notice, outgoing, (status, body) => provider.accepts(status, body));
    return Promise.all(Array.from({ length: copies }, send));
  }

  async close(): Promise<void> {
    await this.callbacks.close();
    if (!this.server.listening) return;
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  private makeServer(): Server {
    const routes = paymentRoutes(this);
    return createServer((request, response) => {
      const name = PROVIDERS.find((one) => request.url?.startsWith(`/${one}/`) === true);
      if (name === undefined) {
        void routes.serve(request, response);
        return;
      }
      serveCall(this.target(name), request, response).catch(() => {
        request.socket.destroy(); // why: the caller went away while it was talking
      });
    });
  }

  private target(name: ProviderName): Parameters<typeof serveCall>[0] {
    const provider = ALL[name];
    return {
      provider,
      takeFault: (operation: Operation) => this.faults.take(name, operation),
      limited: (operation) => (operation === 'query' ? this.queryLimits[name].refusal(Date.now()) : undefined),
      handle: (operation, request) => {
        const made = provider.handle(this.desk(name), operation, request);
        this.orders.keep();
        return made;
      },
      payEarly: async ({ order }: ProviderAnswer) => {
        if (order !== undefined) await this.pay(order);
      },
    };
  }

  private desk(name: ProviderName): Desk {
    const remembered = this.remembered.get(name) ?? new Map<string, never>();
    this.remembered.set(name, remembered);
    return {
      orders: this.orders,
      merchant: this.merchants[name],
      payUrl: ({ id }) => `${this.url}/pay/${id}`,
      remembered,
    };
  }
}

/** Starts the gateways, on a free port unless one is given. */
export async function startPaymentSimulator(options: PaymentSimulatorOptions = {}): Promise<PaymentSimulator> {
  const simulator = new PaymentSimulator(options);
  await simulator.start();
  return simulator;
}
