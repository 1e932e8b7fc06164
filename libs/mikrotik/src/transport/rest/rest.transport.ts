import { type IncomingMessage, request as send } from 'node:http';
import { RouterOsError, toRouterOsError } from '../router-os-error';
import { type ExecOptions, type RouterEndpoint, type RouterOsTransport, type Row } from '../router-os-transport';
import { PeerAgent } from './peer-agent';
import { refusalOf, rowsOf } from './rest-answer';
import { type RestRequest, restRequest } from './rest-request';

const MAX_ANSWER_BYTES = 64 << 20;
/** As on the API: the second command in a row without an answer gives the connection up. */
const MAX_EXPIRED = 2;

const closedByUs = (): RouterOsError => new RouterOsError('ENOTCONN', 'the connection was closed by us');

/** RouterOS 7 over REST: one HTTP request per command, no streams. Made by {@link RestTransports}. */
export class RestTransport implements RouterOsTransport {
  readonly bytesRead = undefined;
  private readonly agent: PeerAgent;
  private readonly authorization: string;
  private readonly ending = new AbortController();
  private readonly listeners: (() => void)[] = [];
  private cause: RouterOsError | undefined;
  private expired = 0;

  constructor(private readonly endpoint: RouterEndpoint) {
    this.agent = new PeerAgent(endpoint);
    this.authorization = `Basic ${Buffer.from(`${endpoint.username}:${endpoint.password}`).toString('base64')}`;
  }

  get state(): 'ready' | 'closed' {
    return this.cause === undefined ? 'ready' : 'closed';
  }

  get fingerprint(): string | undefined {
    return this.agent.fingerprint;
  }

  async exec(words: readonly string[], options: ExecOptions): Promise<Row[]> {
    const details = { stage: 'command', command: words[0] ?? '' } as const;
    if (this.cause !== undefined) throw this.cause.with(details);
    try {
      const rows = await this.ask(restRequest(words), options);
      this.expired = 0;
      return rows;
    } catch (thrown) {
      const error = toRouterOsError(thrown, 'ECONNCLOSED');
      this.judge(error);
      throw error.with(details);
    }
  }

  close(): Promise<void> {
    this.destroy();
    return Promise.resolve();
  }

  destroy(cause = closedByUs()): void {
    this.end(cause);
  }

  onClosed(listener: () => void): void {
    if (this.state === 'closed') listener();
    else this.listeners.push(listener);
  }

  /** A connection that fails is given up, one command too late is not. */
  private judge(error: RouterOsError): void {
    if (!error.isTransport) this.expired = 0;
    else if (error.code !== 'ETIMEDOUT' || ++this.expired >= MAX_EXPIRED) this.end(error);
  }

  private end(cause: RouterOsError): void {
    if (this.cause !== undefined) return;
    this.cause = cause;
    this.ending.abort(cause);
    this.agent.destroy();
    for (const listener of this.listeners.splice(0)) listener();
  }

  private async ask(request: RestRequest, { timeoutMs, signal }: ExecOptions): Promise<Row[]> {
    const over = new AbortController();
    const stop = (reason: RouterOsError) => (): void => {
      over.abort(reason);
    };
    const timer = setTimeout(stop(new RouterOsError('ETIMEDOUT', `no reply within ${timeoutMs} ms`)), timeoutMs);
    const abort = stop(new RouterOsError('CANCELLED', 'given up by us'));
    const lose = (): void => {
      over.abort(this.cause);
    };
    signal?.addEventListener('abort', abort, { once: true });
    this.ending.signal.addEventListener('abort', lose, { once: true });
    if (signal?.aborted === true) abort();
    try {
      const response = await this.post(request, over.signal);
      const bytes = await readAll(response);
      const { statusCode = 0 } = response;
      if (statusCode >= 300) throw refusalOf(statusCode, bytes);
      return await rowsOf(bytes, this.endpoint.codePage);
    } catch (error) {
      // why: whatever the socket says then, we were the ones who ended it
      throw over.signal.aborted ? over.signal.reason : error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      this.ending.signal.removeEventListener('abort', lose);
    }
  }

  private post({ path, body }: RestRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const { agent, authorization, endpoint } = this;
    const headers = { authorization, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      send({ agent, host: endpoint.host, port: endpoint.port, path, method: 'POST', headers, signal })
        .on('error', reject)
        .on('response', resolve)
        .end(body);
    });
  }
}

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new RouterOsError('EPROTO', `an answer of over ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
