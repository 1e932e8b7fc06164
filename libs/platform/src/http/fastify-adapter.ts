import { type IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { type HttpConfig } from './http.config';

/** What a caller's `X-Request-Id` must look like to be taken over. */
const SANE_REQUEST_ID = /^[\w.:-]{8,128}$/;

const REQUEST_TIMEOUT_MS = 60_000;

/** The id of a request, its trace id everywhere: the caller's own if it is sane, a fresh one otherwise. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && SANE_REQUEST_ID.test(header) ? header : uuidv7();
}

/**
 * The HTTP server of an application, before dependency injection: who is believed about the caller's address, how much is
 * read, how long a slow sender is waited for.
 */
export function createFastifyAdapter(config: HttpConfig): FastifyAdapter {
  return new FastifyAdapter({
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    bodyLimit: config.bodyLimitBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    // why: addresses are typed into dashboards of others, who follow no redirect (payments.md 2.7)
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: true },
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers['x-request-id']),
  });
}
