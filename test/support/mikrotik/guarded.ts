import { type Socket } from 'node:net';
import { type RouterOptions, type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { type ApiParts, type ConnectorParts } from '../../../libs/mikrotik/src/transport/library';
import { RouterOsError } from '../../../libs/mikrotik/src/transport/router-os-error';
import { type RouterEndpoint, type RouterOsTransport } from '../../../libs/mikrotik/src/transport/router-os-transport';
import { RouterOsClientTransports } from '../../../libs/mikrotik/src/transport/routeros-client.transports';

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

export const connectorOf = (transport: RouterOsTransport): ConnectorParts & { socket: Socket } =>
  Reflect.get(transport, 'connector') as ConnectorParts & { socket: Socket };
export const apiOf = (transport: RouterOsTransport): ApiParts & { channelsOpen: number } =>
  (Reflect.get(transport, 'client') as { rosApi: ApiParts & { channelsOpen: number } }).rosApi;

/** Simulated routers and guarded connections to them; what a test has opened ends with `close`. */
export class GuardedBench {
  private readonly transports = new RouterOsClientTransports();
  private readonly routers: SimulatedRouter[] = [];
  private readonly opened: RouterOsTransport[] = [];

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
