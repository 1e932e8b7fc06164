import { type Notice, type Order } from './order';

/** A callback as it goes over the wire. */
export interface OutgoingCallback {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One try to deliver one callback. */
export interface Delivery {
  readonly orderId: string;
  readonly merchantOrderId: string;
  readonly notice: Notice;
  readonly attempt: number;
  /** 0 when nobody answered. */
  readonly status: number;
  readonly answer: string;
  readonly at: number;
  readonly body: string;
}

export interface CallbackTiming {
  /** Pauses before the retries; as many retries as pauses. */
  readonly retryMs: readonly number[];
  readonly timeoutMs: number;
}

/** Delivers callbacks as gateways do: any answer but the accepted one is repeated, no redirect is followed. */
export class CallbackSender {
  readonly log: Delivery[] = [];
  private readonly ended = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly timing: CallbackTiming) {}

  /** Resolves after the first try, with its status; the retries go on alone. */
  async send(
    order: Order,
    notice: Notice,
    callback: OutgoingCallback,
    accepts: (status: number, body: string) => boolean,
  ): Promise<number> {
    if (callback.url === '') return 0;
    const attempt = (number: number): Promise<Delivery> => this.attempt(order, notice, callback, number);
    const first = await attempt(1);
    if (!accepts(first.status, first.answer)) this.track(this.retry(attempt, accepts));
    return first.status;
  }

  /** Until every retry is over. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  async close(): Promise<void> {
    this.ended.abort();
    await this.idle();
  }

  private track(work: Promise<void>): void {
    const tracked = work.finally(() => this.running.delete(tracked));
    this.running.add(tracked);
  }

  private async retry(
    attempt: (number: number) => Promise<Delivery>,
    accepts: (status: number, body: string) => boolean,
  ): Promise<void> {
    for (const [index, pause] of this.timing.retryMs.entries()) {
      await sleep(pause, this.ended.signal);
      if (this.ended.signal.aborted) return;
      const { status, answer } = await attempt(index + 2);
      if (accepts(status, answer)) return;
    }
  }

  private async attempt(order: Order, notice: Notice, callback: OutgoingCallback, attempt: number): Promise<Delivery> {
    const { url, headers, body } = callback;
    const signal = AbortSignal.any([this.ended.signal, AbortSignal.timeout(this.timing.timeoutMs)]);
    const { status, answer } = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
      .then(async (response) => ({ status: response.status, answer: (await response.text()).slice(0, 500) }))
      .catch((error: unknown) => ({ status: 0, answer: String(error) }));
    const { id: orderId, merchantOrderId } = order;
    const delivery = { orderId, merchantOrderId, notice, attempt, status, answer, at: Date.now(), body };
    this.log.push(delivery);
    return delivery;
  }
}

/** Ends early, without an error, when the signal does. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms <= 0 || signal?.aborted === true) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
