import { type EventEmitter } from 'node:events';
import { type Socket } from 'node:net';
import { type RouterOptions, type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { RouterOsError, type RouterOsTransport, type RouterOsTransports } from '@app/mikrotik';

type RouterEndpoint = Parameters<RouterOsTransports['open']>[0];

const SETTLES_MS = 5_000;
const TIMEOUTS = { connectTimeoutMs: 500, loginTimeoutMs: 500 };

export const LIMIT = { timeoutMs: 10_000 };
export const SECRETS = ['/ppp/secret/print'];
export const IDENTITY = ['/system/identity/print'];

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The rejection, within a limit: a promise that never settles is the hazard. */
export async function failure(promise: Promise<unknown>): Promise<RouterOsError> {
  const outcome = await Promise.race([
    promise.then(
      () => 'resolved',
      (error: unknown) => error,
    ),
    new Promise((resolve) => setTimeout(resolve, SETTLES_MS, 'never settled').unref()),
  ]);
  expect(outcome).toBeInstanceOf(RouterOsError);
  return outcome as RouterOsError;
}

interface Channel {
  data: object[];
  write(words: string[]): Promise<unknown>;
}

/** The inside of a connection, as far as the tests look at it. */
interface Connector {
  socket: Socket;
  receiver?: { orphans?: number; tags: Map<string, unknown> };
  write(words: readonly string[]): unknown;
  read(tag: string, callback: (packet: string[]) => void): void;
}

interface Api extends EventEmitter {
  channelsOpen: number;
  registeredStreams: object[];
  openChannel(): Channel;
  write(words: readonly string[]): Promise<unknown>;
}

export const connectorOf = (transport: RouterOsTransport): Connector =>
  Reflect.get(transport, 'connector') as Connector;
export const apiOf = (transport: RouterOsTransport): Api =>
  (Reflect.get(transport, 'client') as { rosApi: Api }).rosApi;

/** Simulated routers and guarded connections to them; what a test has opened ends with `close`. */
export class GuardedBench {
  private readonly routers: SimulatedRouter[] = [];
  private readonly opened: RouterOsTransport[] = [];

  constructor(private readonly transports: RouterOsTransports) {}

  async start(options: Partial<RouterOptions> = {}): Promise<SimulatedRouter> {
    const router = await startRouter({ version: '7.20', ...options });
    this.routers.push(router);
    return router;
  }

  async open(router: { port: number }, endpoint: Partial<RouterEndpoint> = {}): Promise<RouterOsTransport> {
    const reach = { host: '127.0.0.1', port: router.port, protocol: 'API', tlsMode: 'PLAIN' } as const;
    const login = { username: 'admin', password: 'secret' };
    const transport = await this.transports.open({ ...reach, ...login, ...endpoint }, TIMEOUTS);
    this.opened.push(transport);
    return transport;
  }

  async both(options: Partial<RouterOptions> = {}): Promise<[SimulatedRouter, RouterOsTransport]> {
    const router = await this.start(options);
    return [router, await this.open(router)];
  }

  async close(): Promise<void> {
    for (const transport of this.opened.splice(0)) transport.destroy();
    await Promise.all(this.routers.splice(0).map((router) => router.close()));
  }
}
