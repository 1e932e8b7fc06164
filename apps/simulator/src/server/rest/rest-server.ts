import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import { encodeOpaque } from '@app/mikrotik';
import { type Asker } from '../../engine/command';
import { execute } from '../../engine/execute';
import { delayOf, disturbed, type Fault } from '../../faults/fault';
import { askerFor, mayEnter } from '../login';
import { type Admitted } from '../service-port';
import { type SessionContext } from '../session';
import { itemQuery, parseCall, requestOf, type RestCall, type RestHttp } from './rest-call';
import { RestError } from './rest-error';
import { RestExchange, type RestOutcome } from './rest-exchange';

const LIMIT_MS = 60_000;
const MAX_BODY_BYTES = 1 << 20;
const PREFIX = '/rest';

type RestContext = Omit<SessionContext, 'service'>;
type Row = Record<string, string>;

/** The REST service of one router (routeros.md section 15): the commands of the API behind HTTP, without streams. */
export class RestServer {
  private readonly ids = new WeakMap<object, number>();
  private readonly server = createServer({ noDelay: true }, (request, response) => {
    void this.serve(request, response);
  });

  constructor(private readonly context: RestContext) {}

  /** Serves HTTP on a connection. */
  take({ socket, id }: Admitted): void {
    this.ids.set(socket, id);
    this.server.emit('connection', socket);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(request);
      const url = new URL(request.url ?? '/', 'http://router');
      if (!this.context.router.profile.rest || !url.pathname.startsWith(`${PREFIX}/`)) throw new RestError(404);
      const asker = this.enter(request);
      const parts = url.pathname
        .slice(PREFIX.length + 1)
        .split('/')
        .map(decodeURIComponent);
      const http = { method: request.method ?? 'GET', parts, query: url.searchParams, body };
      await this.answer({ request, response, asker }, http);
    } catch (error) {
      const refusal = error instanceof RestError ? error : new RestError(400, String(error));
      await send(response, refusal.status, refusal.body, []);
    }
  }

  private async answer(
    { request, response, asker }: { request: IncomingMessage; response: ServerResponse; asker: Asker },
    http: RestHttp,
  ): Promise<void> {
    const { router, commands, faults: board } = this.context;
    const call = parseCall(http, router);
    commands.note(this.ids.get(request.socket) ?? 0, asker.user, call.request);
    await sleep(delayOf(board.list()));
    const faults = board.forCommand(call.request.command);
    const outcome = await this.run(call.request, asker, faults);
    if (outcome === 'late') throw new RestError(400, 'Session closed');
    if (outcome.kind === 'cut') {
      request.socket.destroy();
      return;
    }
    const { status, body } = told(call, outcome, (reference) => this.read(call, reference, asker));
    await send(response, status, body, faults);
  }

  private async run(
    request: RestCall['request'],
    asker: Asker,
    faults: readonly Fault[],
  ): Promise<RestOutcome | 'late'> {
    const exchange = new RestExchange(request, faults);
    if (!faults.some((fault) => fault.command?.(exchange) === true)) {
      execute({ router: this.context.router, request, asker, reply: exchange });
    }
    const limit = faults.find(({ restLimitMs }) => restLimitMs !== undefined)?.restLimitMs ?? LIMIT_MS;
    const over = new AbortController();
    const late = sleep(limit, 'late' as const, { signal: over.signal, ref: false }).catch(() => 'late' as const);
    const outcome = await Promise.race([exchange.outcome, late]);
    over.abort();
    exchange.end();
    return outcome;
  }

  /** An item as it is now, for the answers of PUT and PATCH. */
  private read({ request, table }: RestCall, reference: string, asker: Asker): Row | undefined {
    if (table === undefined) return undefined;
    const menu = request.command.slice(0, request.command.lastIndexOf('/'));
    const rows: Row[] = [];
    const query = requestOf(`${menu}/print`, [], [itemQuery(reference)]);
    const nothing = (): void => undefined;
    const row = (values: Iterable<readonly [string, string]>): unknown => rows.push(Object.fromEntries(values));
    const reply = { row, empty: nothing, done: nothing, trap: nothing, keepOpen: nothing };
    execute({ router: this.context.router, request: query, asker, reply });
    return rows[0];
  }

  /** HTTP Basic, anew for every request. */
  private enter({ headers, socket }: IncomingMessage): Asker {
    const { router } = this.context;
    const [, token = ''] = /^Basic (\S+)$/i.exec(headers.authorization ?? '') ?? [];
    const [name = '', ...rest] = Buffer.from(token, 'base64').toString('utf8').split(':');
    const peer = socket.remoteAddress ?? '';
    const given = rest.join(':');
    const welcome = mayEnter(router, { name, peer, policy: 'rest-api' }, (password) => password === given);
    if (welcome && token !== '') return askerFor(router, name);
    router.log('system,error,critical', `login failure for user ${name} from ${peer} via rest-api`);
    throw new RestError(401);
  }
}

/** What the answer says of how a command ended. @throws RestError */
function told(
  { answer, request: { attributes } }: RestCall,
  outcome: Exclude<RestOutcome, { kind: 'cut' }>,
  read: (reference: string) => Row | undefined,
): { status: number; body: unknown } {
  if (outcome.kind === 'trap') {
    const { message } = outcome.trap;
    const missing = answer !== 'command' && message.startsWith('no such item');
    throw missing ? new RestError(404) : new RestError(400, message);
  }
  const { rows, ret } = outcome;
  if (answer === 'one' && rows[0] === undefined) throw new RestError(404);
  return {
    one: { status: 200, body: rows[0] },
    created: { status: 201, body: read(ret ?? '') ?? {} },
    changed: { status: 200, body: read(renamed(attributes)) ?? {} },
    removed: { status: 204, body: undefined },
    rows: { status: 200, body: rows },
    command: { status: 200, body: ret === undefined ? rows : { ret } },
  }[answer];
}

/** The item that a PATCH has changed: under its new name, where it was called by the old one. */
function renamed(attributes: ReadonlyMap<string, string>): string {
  const reference = attributes.get('.id') ?? '';
  return reference.startsWith('*') ? reference : (attributes.get('name') ?? reference);
}

/** Rows that are turned into JSON before others are served. */
const ROWS_PER_STEP = 250;

/** JSON of a body. A long list is written in steps. */
async function jsonOf(body: unknown): Promise<string> {
  if (!Array.isArray(body) || body.length <= ROWS_PER_STEP) return JSON.stringify(body);
  const rows: readonly unknown[] = body;
  const pieces: string[] = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_STEP) {
    pieces.push(JSON.stringify(rows.slice(at, at + ROWS_PER_STEP)).slice(1, -1));
    await immediate();
  }
  return `[${pieces.join(',')}]`;
}

/** Bytes that are no text go out as they are (routeros.md section 6). */
async function bytesOf(body: unknown): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  const text = (await jsonOf(body)).replace(/\\u(d[c][89a-f][0-9a-f])/g, (_whole, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const word = encodeOpaque(text);
  return typeof word === 'string' ? Buffer.from(word, 'utf8') : word;
}

async function send(response: ServerResponse, status: number, body: unknown, faults: readonly Fault[]): Promise<void> {
  const bytes = await bytesOf(body);
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 204 ? {} : { 'content-length': bytes.length }),
    ...(status === 401 ? { 'www-authenticate': 'Basic realm="RouterOS"' } : {}),
  });
  for (const piece of disturbed(bytes, faults)) {
    if (Buffer.isBuffer(piece)) response.write(piece);
    else if (typeof piece === 'object') await sleep(piece.pauseMs);
    else response.socket?.destroy();
  }
  response.end();
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new RestError(400, 'contents too long');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new RestError(400, 'invalid json');
  }
}
