import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type FaultKind, type Operation } from './faults';
import { type ProviderName } from './order';
import { answer, object, type Provider, type ProviderAnswer, type ProviderRequest } from './provider';

/** Where the calls of the merchants' servers end up. */
export interface CallTarget {
  readonly provider: Provider;
  takeFault(operation: Operation): FaultKind | undefined;
  /** The status to refuse with; undefined: go on. */
  limited(operation: Operation): 403 | 429 | undefined;
  handle(operation: Operation, request: ProviderRequest): ProviderAnswer;
  /** Pays the order and delivers the callback. */
  payEarly(made: ProviderAnswer): Promise<void>;
}

const MAX_BODY_BYTES = 1 << 20;
const HTML = '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>';

/** What an answer becomes that goes wrong: another answer, no answer, or the end of the connection. */
type Wrong = ProviderAnswer | 'silence' | 'reset' | 'html' | 'html-200' | 'redirect';

/** Serves one call, faults included. */
export async function serveCall(target: CallTarget, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = await readCall(target.provider.name, request);
  const operation = target.provider.operationOf(call);
  if (operation === undefined) {
    send(response, answer(404, target.provider.refusal(404, `nothing at ${call.method} ${call.path}`)));
    return;
  }
  const fault = target.takeFault(operation);
  const refused = target.limited(operation);
  const early = refused === undefined ? wrongBefore(target.provider, fault) : limit(target.provider, refused);
  if (early !== undefined) {
    sendWrong(request, response, early);
    return;
  }
  const made = target.handle(operation, call);
  if (fault === 'early-callback') await target.payEarly(made);
  sendWrong(request, response, wrongAfter(target.provider, fault) ?? made);
}

function limit(provider: Provider, status: 403 | 429): ProviderAnswer {
  return answer(status, provider.refusal(status, status === 429 ? 'Too many requests' : 'Blocked'));
}

function wrongBefore(provider: Provider, fault: FaultKind | undefined): Wrong | undefined {
  if (fault === 'timeout-before') return 'silence';
  if (fault === 'error-before') return answer(500, provider.refusal(500, 'internal error'));
  if (fault === 'html-before') return 'html';
  if (fault === 'soft-failure') return provider.softFailure;
  if (fault === 'rate-limit') return limit(provider, 429);
  return fault === 'redirect' ? 'redirect' : undefined;
}

function wrongAfter(provider: Provider, fault: FaultKind | undefined): Wrong | undefined {
  if (fault === 'timeout-after') return 'silence';
  if (fault === 'error-after') return answer(500, provider.refusal(500, 'internal error'));
  if (fault === 'html-after') return 'html-200';
  return fault === 'reset-after' ? 'reset' : undefined;
}

function sendWrong(request: IncomingMessage, response: ServerResponse, wrong: Wrong): void {
  if (wrong === 'silence') return; // the caller gives up, or the simulator ends
  if (wrong === 'reset') request.socket.destroy();
  else if (wrong === 'redirect') response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' }).end();
  else if (wrong === 'html' || wrong === 'html-200') {
    response.writeHead(wrong === 'html' ? 502 : 200, { 'content-type': 'text/html' }).end(HTML);
  } else send(response, wrong);
}

function send(response: ServerResponse, { status, body }: ProviderAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readCall(provider: ProviderName, request: IncomingMessage): Promise<ProviderRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error('the body is too big');
    chunks.push(chunk);
  }
  const url = new URL(request.url ?? '/', 'http://simulator');
  const text = Buffer.concat(chunks).toString('utf8');
  const path = url.pathname.slice(provider.length + 1);
  return {
    method: request.method ?? 'GET',
    path,
    query: url.searchParams,
    headers: request.headers,
    text,
    json: jsonOf(text),
  };
}

function jsonOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return object(JSON.parse(text));
  } catch {
    return {}; // why: Stripe's requests are forms; every other gateway then misses its fields and says so
  }
}
