import {
  type CheckoutRejected,
  type CheckoutUnknown,
  type QueryResult,
  type RefundResult,
  type RejectionCode,
  type UnknownCause,
} from '../checkout';
import { messageOf } from '../shared/texts';
import { type GatewayAnswer, type GatewayReply } from './gateway-http';

/** Nothing exists, with the reason. */
export function rejected(
  code: RejectionCode,
  message: string,
  { retryable = false, secrets = [] }: { retryable?: boolean; secrets?: readonly string[] } = {},
): CheckoutRejected {
  return { outcome: 'rejected', code, message: messageOf(message, secrets), retryable };
}

/** It may exist. */
export const unknown = (cause: UnknownCause): CheckoutUnknown => ({ outcome: 'unknown', cause });

/** Nobody can say. */
export const unknownState = (cause: UnknownCause, raw: QueryResult['raw'] = {}): QueryResult => ({
  state: 'unknown',
  cause,
  raw,
});

/**
 * What a reply to the creation of an order means where every gateway agrees: no connection, a timeout, 5xx, a redirect, 401,
 * 403, 404, 429. Undefined for 2xx and for refusals that the gateway explains in its own way.
 */
export function commonOutcome(
  reply: GatewayReply,
  { secrets, explain }: { secrets: readonly string[]; explain: (answer: GatewayAnswer) => string },
): CheckoutRejected | CheckoutUnknown | undefined {
  if (reply.kind === 'none') {
    return reply.sent ? unknown(reply.cause) : rejected('UNREACHABLE', reply.cause, { retryable: true });
  }
  const { status } = reply;
  if (status >= 500) return unknown('server-error');
  if (status >= 300 && status < 400) return unknown('unreadable');
  const code = REFUSALS[status];
  return code && rejected(code, `${status} ${explain(reply)}`, { retryable: true, secrets });
}

const REFUSALS: Readonly<Record<number, RejectionCode>> = {
  401: 'REFUSED',
  403: 'REFUSED',
  404: 'CHANNEL_UNAVAILABLE',
  429: 'RATE_LIMITED',
};

/** Why a reply to a question says nothing; undefined when it is an answer with 2xx. */
export function causeOf(reply: GatewayReply): UnknownCause | undefined {
  if (reply.kind === 'none') return reply.cause;
  const { status, json } = reply;
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  if (status === 401 || status === 403) return 'refused';
  if (status >= 500) return 'server-error';
  return status >= 200 && status < 300 && json !== undefined ? undefined : 'unreadable';
}

/** What a reply to a refund means when it is no success; undefined for 2xx. */
export function refundFailure(
  reply: GatewayReply,
  { secrets, explain }: { secrets: readonly string[]; explain: (answer: GatewayAnswer) => string },
): RefundResult | undefined {
  if (reply.kind === 'none') {
    return reply.sent ? unknown(reply.cause) : { outcome: 'rejected', message: reply.cause, retryable: true };
  }
  const { status } = reply;
  if (status >= 500) return unknown('server-error');
  if (status === 409) return unknown('exists'); // why: the first call with this key is still being worked on
  if (status < 400) return status < 300 ? undefined : unknown('unreadable');
  return { outcome: 'rejected', message: messageOf(explain(reply), secrets), retryable: status === 429 };
}
