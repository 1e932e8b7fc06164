import { type IncomingHttpHeaders } from 'node:http';
import { type OutgoingCallback } from './callbacks';
import { type Operation } from './faults';
import { type Merchant } from './merchants';
import { type Notice, type Order, type ProviderName } from './order';
import { type OrderBook } from './order-book';

/** A call of a merchant's server. */
export interface ProviderRequest {
  readonly method: string;
  /** Below the root of the gateway: `/v2/invoices/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The JSON body; empty where there is none. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface ProviderAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The order that the call was about, for faults. */
  readonly order?: Order | undefined;
}

/** What a gateway works with. */
export interface Desk {
  readonly orders: OrderBook;
  readonly merchant: Merchant;
  /** Address of the pay page of an order. */
  payUrl(order: Order): string;
  /** Answers that a key of idempotency got before. */
  readonly remembered: Map<string, { readonly request: string; readonly answer: ProviderAnswer }>;
}

/** One gateway: its API, its callbacks, its way to refuse. */
export interface Provider {
  readonly name: ProviderName;
  /** Channels for the pay page where the merchant chose none. */
  readonly channels: readonly string[];
  /** What a call asks for; undefined: there is nothing there. */
  operationOf(request: ProviderRequest): Operation | undefined;
  handle(desk: Desk, operation: Operation, request: ProviderRequest): ProviderAnswer;
  /** Undefined for a notice that this gateway never sends. */
  callback(desk: Desk, order: Order, notice: Notice): Omit<OutgoingCallback, 'url'> | undefined;
  /** Is the merchant's answer to a callback good enough? */
  accepts(status: number, body: string): boolean;
  /** A failure that looks like a success. */
  readonly softFailure: ProviderAnswer;
  /** The body of a refusal with this status. */
  refusal(status: number, message: string): unknown;
}

export const answer = (status: number, body: unknown, order?: Order): ProviderAnswer => ({ status, body, order });

export const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

export const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

export const list = (value: unknown): Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.map(object) : [];

/** The user of `Authorization: Basic`. */
export function basicUser({ headers }: ProviderRequest): string {
  const [scheme, value = ''] = (headers.authorization ?? '').split(' ');
  if (scheme !== 'Basic') return '';
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? '';
}

export const bearer = ({ headers }: ProviderRequest): string => headers.authorization?.replace(/^Bearer /, '') ?? '';

/** Ends an order that is still open. */
export function close(order: Order, status: 'EXPIRED' | 'CANCELLED' | 'FAILED'): boolean {
  if (order.status !== 'PENDING') return false;
  order.status = status;
  return true;
}
