import { type IncomingMessage, type ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A request of the control API, taken apart. */
export interface ControlRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON body; an empty object where there is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** An answer whose list may be long: its items are made and written a few at a time, so that the routers answer meanwhile. */
export class LongAnswer {
  constructor(
    readonly name: string,
    readonly items: Iterable<object>,
    /** What stands before the list. */
    readonly head: object = {},
  ) {}
}

/** What goes back: an object as JSON, a long list, or a text with its type. */
export type ControlAnswer = object | LongAnswer | { readonly type: string; readonly text: string };
export type ControlHandler = (request: ControlRequest) => ControlAnswer | Promise<ControlAnswer>;

/** A request that cannot be served, with the HTTP status that says why. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ControlError';
  }
}

interface Route {
  readonly method: string;
  readonly parts: readonly string[];
  readonly handler: ControlHandler;
}

const MAX_BODY_BYTES = 5 << 20;
/** Items of a long answer that are made before others are served. */
const ITEMS_PER_STEP = 250;

/** Finds the handler of a method and path; `:name` parts become parameters. */
export class HttpRouter {
  private readonly routes: Route[] = [];

  /** `on('POST /api/routers/:name/power', …)` */
  on(route: string, handler: ControlHandler): this {
    const [method = '', path = ''] = route.split(' ');
    this.routes.push({ method, parts: path.split('/'), handler });
    return this;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://simulator');
      const { handler, params } = this.find(request.method ?? 'GET', url.pathname);
      const body = await readBody(request);
      await send(response, 200, await handler({ params, query: url.searchParams, body }));
    } catch (error) {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const status = error instanceof ControlError ? error.status : 500;
      await send(response, status, { error: error instanceof Error ? error.message : String(error) });
    }
  }

  private find(method: string, path: string): { handler: ControlHandler; params: Record<string, string> } {
    const parts = path.split('/').map(decodeURIComponent);
    const fitting = this.routes.filter(
      (route) =>
        route.parts.length === parts.length &&
        route.parts.every((part, i) => part.startsWith(':') || part === parts[i]),
    );
    if (fitting.length === 0) throw new ControlError(404, `There is nothing at ${path}.`);
    const route = fitting.find((candidate) => candidate.method === method);
    if (route === undefined) throw new ControlError(405, `${method} is not possible here.`);
    const params = route.parts.flatMap((part, i) => (part.startsWith(':') ? [[part.slice(1), parts[i] ?? '']] : []));
    return { handler: route.handler, params: Object.fromEntries(params) as Record<string, string> };
  }
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  if (request.method === 'GET') return {};
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new ControlError(413, 'The body is too big.');
    chunks.push(chunk);
  }
  // why: a page of another origin cannot send this type unasked, so it cannot steer the routers
  if (request.headers['content-type']?.startsWith('application/json') !== true) {
    throw new ControlError(415, 'Send application/json.');
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : parseObject(text);
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ControlError(400, 'The body is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ControlError(400, 'The body must be an object.');
  }
  return value as Record<string, unknown>;
}

async function send(response: ServerResponse, status: number, answer: ControlAnswer): Promise<void> {
  const isText = 'type' in answer && 'text' in answer && typeof answer.text === 'string';
  response.writeHead(status, {
    'content-type': isText ? `${answer.type}; charset=utf-8` : 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'self'",
    'x-content-type-options': 'nosniff',
  });
  if (answer instanceof LongAnswer) await sendLong(response, answer);
  else response.end(isText ? answer.text : JSON.stringify(answer, null, 1));
}

async function sendLong(response: ServerResponse, { name, items, head }: LongAnswer): Promise<void> {
  const begin = JSON.stringify({ ...head, [name]: [] });
  response.write(begin.slice(0, -2));
  let piece: string[] = [];
  let separator = '\n';
  for (const item of items) {
    piece.push(JSON.stringify(item));
    if (piece.length < ITEMS_PER_STEP) continue;
    response.write(separator + piece.join(',\n'));
    [piece, separator] = [[], ',\n'];
    await nextTurn();
    if (response.destroyed) return;
  }
  response.end(`${piece.length > 0 ? separator : ''}${piece.join(',\n')}]}`);
}
