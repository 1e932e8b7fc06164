import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as plainRequest,
  type RequestOptions,
} from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Clock } from '@app/core';
import { OutboundConfig } from './outbound.config';
import { OutboundErrors } from './outbound.errors';
import { OutboundTargets, type Target } from './outbound-target';

export interface OutboundRequest {
  url: string;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Shorter than the configured limit, never longer. */
  timeoutMs?: number;
}

export interface OutboundResponse {
  status: number;
  headers: IncomingHttpHeaders;
  /** At most the configured size. */
  body: Buffer;
  /** There was more than that. */
  truncated: boolean;
  /** From the name lookup to the last byte. */
  durationMs: number;
}

/** Failures that may be told by name; every other one is `FAILED`, so that nothing of the other side's words gets out. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'REFUSED',
  ECONNRESET: 'CLOSED',
  EPIPE: 'CLOSED',
  EHOSTUNREACH: 'NO_ROUTE',
  ENETUNREACH: 'NO_ROUTE',
  ETIMEDOUT: 'TIMED_OUT',
  ABORT_ERR: 'TIMED_OUT',
};

/**
 * The only way out to addresses that somebody typed in (billing.md S1): resolved and checked once, then connected to exactly
 * the checked address while certificate and `Host` are those of the name; one request per connection, no redirect followed,
 * no proxy of the environment, bounded in time and size.
 */
@Injectable()
export class OutboundHttp {
  constructor(
    private readonly targets: OutboundTargets,
    private readonly config: OutboundConfig,
    private readonly clock: Clock,
  ) {}

  /** Refuses a URL before it is kept. @throws DomainError OUTBOUND_URL_REFUSED, OUTBOUND_ADDRESS_DENIED */
  assertPlausible(url: string): void {
    this.targets.assertPlausible(url);
  }

  /**
   * Any status is an answer, redirects included.
   *
   * @throws DomainError OUTBOUND_URL_REFUSED, OUTBOUND_ADDRESS_DENIED, OUTBOUND_UNREACHABLE
   */
  async send(request: OutboundRequest): Promise<OutboundResponse> {
    const started = this.clock.monotonicMs();
    const signal = AbortSignal.timeout(Math.min(request.timeoutMs ?? Infinity, this.config.timeoutMs));
    const target = await Promise.race([this.targets.resolve(request.url), timedOut(signal)]);
    try {
      const response = await exchange(target, request, signal);
      const { body, truncated } = await readUpTo(response, this.config.maxResponseBytes);
      const { statusCode: status = 0, headers } = response;
      return { status, headers, body, truncated, durationMs: this.clock.monotonicMs() - started };
    } catch (error) {
      throw Object.assign(OutboundErrors.UNREACHABLE({ reason: reasonOf(error, signal) }), { cause: error });
    }
  }
}

async function timedOut(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(OutboundErrors.UNREACHABLE({ reason: 'TIMED_OUT' }));
    });
  });
}

async function exchange(target: Target, request: OutboundRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, host, port, address } = target;
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  const options: RequestOptions & { servername?: string } = {
    host,
    port,
    path: `${url.pathname}${url.search}`,
    method: request.method ?? 'GET',
    headers: {
      ...request.headers,
      host: url.host,
      connection: 'close',
      ...(body ? { 'content-length': body.length } : {}),
    },
    agent: false,
    lookup: pinned(address),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    signal,
  };
  return new Promise((resolve, reject) => {
    const call = url.protocol === 'https:' ? tlsRequest(options) : plainRequest(options);
    call.on('response', resolve).on('error', reject).end(body);
  });
}

/** Every lookup has been made already. */
const pinned =
  (address: string): LookupFunction =>
  (_host, options, callback) => {
    const family = isIP(address);
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };

async function readUpTo(response: IncomingMessage, limit: number): Promise<{ body: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break; // why: leaving the loop destroys the stream and with it the connection
  }
  return { body: Buffer.concat(chunks).subarray(0, limit), truncated: size > limit };
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'TIMED_OUT';
  const code = String((error as { code?: unknown }).code);
  if (code.startsWith('ERR_TLS') || code.includes('CERT') || code.includes('SIGNATURE')) return 'TLS';
  return REASONS[code] ?? 'FAILED';
}
