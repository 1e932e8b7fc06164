import { Injectable } from '@nestjs/common';
import { installGuards } from './guards';
import { type ClientParts, createClient } from './library';
import { mistrustOf, tlsOptionsFor } from './peer-check';
import { RouterOsError, toRouterOsError } from './router-os-error';
import {
  type OpenOptions,
  type RouterEndpoint,
  type RouterOsTransport,
  RouterOsTransports,
} from './router-os-transport';
import { RouterOsClientTransport } from './routeros-client.transport';

/** The library's idle limit, in seconds: out of the way, our own deadlines are shorter. */
const LIBRARY_TIMEOUT_SECONDS = 3_600;

/** Opens guarded `routeros-client` connections: a new client per connection, never reused (routeros.md hazard 15). */
@Injectable()
export class RouterOsClientTransports extends RouterOsTransports {
  constructor() {
    super();
    installGuards();
  }

  async open(endpoint: RouterEndpoint, options: OpenOptions): Promise<RouterOsTransport> {
    const tls = tlsOptionsFor(endpoint);
    const client = createClient({
      host: endpoint.host,
      port: endpoint.port,
      user: endpoint.username,
      password: endpoint.password,
      timeout: LIBRARY_TIMEOUT_SECONDS,
      ...(tls === undefined ? {} : { tls }),
    });
    client.rosApi.codePage = endpoint.codePage;
    client.rosApi.verifyPeer = (socket) => mistrustOf(socket, endpoint);
    await this.connect(client, options);
    return new RouterOsClientTransport(client);
  }

  private async connect(client: ClientParts, options: OpenOptions): Promise<void> {
    let stage: 'connect' | 'login' = 'connect';
    const expire = (ms: number): NodeJS.Timeout =>
      setTimeout(() => {
        // why: a plain API service waits in silence for the rest of what it takes for a sentence
        const inHandshake = stage === 'connect' && client.rosApi.connector?.socket.connecting === false;
        const [code, what] = inHandshake ? ['ERR_TLS_HANDSHAKE_TIMEOUT', 'TLS'] : ['ETIMEDOUT', stage];
        client.rosApi.connector?.onError(new RouterOsError(code, `no ${what} within ${ms} ms`, { stage }));
      }, ms);
    let timer = expire(options.connectTimeoutMs);
    const attempt = client.connect();
    client.rosApi.connector?.once('connected', () => {
      clearTimeout(timer);
      stage = 'login';
      timer = expire(options.loginTimeoutMs);
    });
    try {
      await attempt;
    } catch (error) {
      const reason = toRouterOsError(error);
      throw reason.details.stage === undefined ? reason.with({ stage }) : reason;
    } finally {
      clearTimeout(timer);
    }
  }
}
