import { Injectable } from '@nestjs/common';
import { DomainError } from '@app/core';
import { OutboundErrors, OutboundHttp, type OutboundRequest, type OutboundResponse } from '@app/platform';
import { type UnknownCause } from '../checkout';
import { jsonObject, type JsonObject } from '../shared/strict-json';

/** Longest exchange with a gateway (payments.md 2.10: 10 to 15 s). */
export const GATEWAY_TIMEOUT_MS = 12_000;

/** Codes of the way out that surely came before the request itself. */
const NOT_SENT = new Set(['REFUSED', 'NO_ROUTE', 'NAME_UNKNOWN', 'TLS']);

/** No usable answer. `sent: false`: the gateway has not seen the request, that is certain. */
export interface NoAnswer {
  readonly kind: 'none';
  readonly sent: boolean;
  readonly cause: Extract<UnknownCause, 'timeout' | 'broken' | 'unreachable'>;
}

/** An answer with any status. */
export interface GatewayAnswer {
  readonly kind: 'answer';
  readonly status: number;
  /** Undefined for HTML and everything else that is no JSON object. */
  readonly json: JsonObject | undefined;
  readonly text: string;
}

export type GatewayReply = NoAnswer | GatewayAnswer;

/** What a call of a client library came to, noted while it ran: libraries hide it behind errors of their own. */
export interface CallNotes {
  readonly fetch: typeof fetch;
  reply: GatewayReply | undefined;
}

/**
 * The way to the gateways: the guarded way out (no internal address, no redirect, size and time bounded) with what a failure
 * means for money. Nothing throws for what the network does.
 */
@Injectable()
export class GatewayHttp {
  constructor(private readonly outbound: OutboundHttp) {}

  async call(request: Omit<OutboundRequest, 'timeoutMs'>): Promise<GatewayReply> {
    try {
      return answerOf(await this.outbound.send({ ...request, timeoutMs: GATEWAY_TIMEOUT_MS }));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return noAnswerOf(error);
    }
  }

  /**
   * A `fetch` for the client library of a gateway, for one call.
   *
   * @param route the address to use in place of the library's
   */
  notes(route: (url: string) => string = (url) => url): CallNotes {
    const notes: CallNotes = {
      reply: undefined,
      fetch: async (input, init) => {
        const body = init?.body;
        notes.reply = await this.call({
          url: route(input instanceof Request ? input.url : String(input)),
          method: (init?.method ?? 'GET') as NonNullable<OutboundRequest['method']>,
          headers: Object.fromEntries(new Headers(init?.headers)),
          ...(typeof body === 'string' && body !== '' ? { body } : {}),
        });
        if (notes.reply.kind === 'none') throw new TypeError(`fetch failed: ${notes.reply.cause}`);
        const { status, text } = notes.reply;
        const type = { 'content-type': notes.reply.json === undefined ? 'text/plain' : 'application/json' };
        return new Response(status === 204 || status === 304 ? null : text, { status, headers: type });
      },
    };
    return notes;
  }
}

function answerOf({ status, body, truncated }: OutboundResponse): GatewayReply {
  if (truncated) return { kind: 'none', sent: true, cause: 'broken' };
  const text = body.toString('utf8');
  return { kind: 'answer', status, text, json: jsonObject(text) };
}

function noAnswerOf(error: DomainError): NoAnswer {
  if (!OutboundErrors.UNREACHABLE.matches(error)) return { kind: 'none', sent: false, cause: 'unreachable' };
  const reason = String(error.params.reason);
  if (reason === 'TIMED_OUT') return { kind: 'none', sent: true, cause: 'timeout' };
  return NOT_SENT.has(reason)
    ? { kind: 'none', sent: false, cause: 'unreachable' }
    : { kind: 'none', sent: true, cause: 'broken' };
}
