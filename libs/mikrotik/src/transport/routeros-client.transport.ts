import { type ApiParts, type ClientParts, type ConnectorParts } from './library';
import { fingerprintOf } from './peer-check';
import { RouterOsError, toRouterOsError } from './router-os-error';
import { type ExecOptions, type Row, type RouterOsTransport } from './router-os-transport';

/** The second command in a row without an answer gives the connection up (G13). */
const MAX_EXPIRED = 2;

interface Flight {
  api: ApiParts;
  connector: ConnectorParts;
  words: readonly string[];
  options: ExecOptions;
}

/** The guarded `routeros-client` behind {@link RouterOsTransport}; made by {@link RouterOsClientTransports}. */
export class RouterOsClientTransport implements RouterOsTransport {
  readonly fingerprint: string | undefined;
  private readonly connector: ConnectorParts;
  private expired = 0;

  constructor(private readonly client: ClientParts) {
    const { connector } = client.rosApi;
    if (!connector) throw new RouterOsError('ENOTCONN', 'not connected');
    this.connector = connector;
    this.fingerprint = fingerprintOf(connector.socket);
  }

  get state(): 'ready' | 'closed' {
    return this.client.rosApi.connected && this.connector.connected ? 'ready' : 'closed';
  }

  get bytesRead(): number {
    return this.connector.socket.bytesRead;
  }

  async exec(words: readonly string[], options: ExecOptions): Promise<Row[]> {
    const command = words[0] ?? '';
    if (this.state === 'closed') {
      throw this.connector.cause ?? new RouterOsError('ENOTCONN', 'the connection is not open', { command });
    }
    try {
      const rows = await this.fly({ api: this.client.rosApi, connector: this.connector, words, options });
      this.expired = 0;
      return rows;
    } catch (thrown) {
      const error = toRouterOsError(thrown);
      if (!error.isTransport) this.expired = 0;
      throw error.with({ stage: 'command', command });
    }
  }

  async close(): Promise<void> {
    await this.client.rosApi.close();
  }

  destroy(cause?: RouterOsError): void {
    if (cause) this.connector.cause ??= cause;
    this.connector.destroy();
  }

  onClosed(listener: () => void): void {
    if (this.connector.socket.destroyed) listener();
    else this.connector.socket.once('close', listener);
  }

  private fly({ api, connector, words, options }: Flight): Promise<Row[]> {
    const channel = api.openChannel();
    channel.once('close', () => {
      api.decreaseChannelsOpen();
    });
    return new Promise((resolve, reject) => {
      const giveUp = (error: RouterOsError): void => {
        finish();
        connector.stopRead(channel.Id);
        api.decreaseChannelsOpen();
        reject(error);
        this.cancel(channel.Id);
      };
      const expire = (): void => {
        giveUp(new RouterOsError('ETIMEDOUT', `no reply within ${options.timeoutMs} ms`));
        if (++this.expired >= MAX_EXPIRED) {
          connector.onError(new RouterOsError('ETIMEDOUT', `${MAX_EXPIRED} commands in a row were not answered`));
        }
      };
      const abort = (): void => {
        giveUp(new RouterOsError('CANCELLED', 'given up by us'));
      };
      const timer = setTimeout(expire, options.timeoutMs);
      const finish = (): void => {
        clearTimeout(timer);
        options.signal?.removeEventListener('abort', abort);
      };
      options.signal?.addEventListener('abort', abort, { once: true });
      channel
        .write([...words])
        .then(resolve, reject)
        .finally(finish);
      if (options.signal?.aborted === true) abort();
    });
  }

  /** Tells the router to stop; the answers to it are orphans. */
  private cancel(tag: string): void {
    try {
      this.connector.write(['/cancel', `=tag=${tag}`, `.tag=cancel-${tag}`]);
    } catch (error) {
      this.connector.cause ??= toRouterOsError(error);
    }
  }
}
