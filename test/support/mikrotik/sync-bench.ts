import { Injectable, type INestApplicationContext, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { uuidv7 } from '@app/core';
import { Database, PlatformModule, WorkerRuntimeModule } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter } from '../../../apps/simulator/src';
import {
  ContributesDesiredState,
  type DesiredResource,
  DesiredStateContributor,
  MIKROTIK_CONFIGS,
  MikrotikWorkerModule,
  type ResourceKind,
  RoutersService,
} from '@app/mikrotik';

const OWNED_KINDS: ReadonlySet<ResourceKind> = new Set<ResourceKind>([
  ...(['address-list', 'firewall-filter', 'firewall-nat', 'dhcp-lease', 'ip-binding'] as const),
]);

/** What the tests want on routers, by router and name. */
export class Wishes {
  private readonly wishes = new Map<string, DesiredResource>();
  /** Called whenever a contributor is asked. */
  onAsked: (routerId: string, kind: ResourceKind) => Promise<void> = () => Promise.resolve();

  /** Without an owner: `t-<key>`, or the key itself where that has to be. */
  want(routerId: string, resource: Omit<DesiredResource, 'owner'> & { owner?: string }): void {
    const owner = OWNED_KINDS.has(resource.kind) ? resource.key : `t-${resource.key}`;
    this.wishes.set(`${routerId} ${resource.kind} ${resource.key}`, { owner, ...resource });
  }

  drop(routerId: string, kind: string, key: string): void {
    this.wishes.delete(`${routerId} ${kind} ${key}`);
  }

  of(routerId: string, kind: string, keys: readonly string[] | 'all'): DesiredResource[] {
    return [...this.wishes]
      .filter(([name, { key }]) => name.startsWith(`${routerId} ${kind} `) && (keys === 'all' || keys.includes(key)))
      .map(([, resource]) => resource);
  }
}

/** A contributor of what the tests want of one kind. */
function wished(kind: ResourceKind): Type<DesiredStateContributor> {
  @Injectable()
  @ContributesDesiredState()
  class Wished extends DesiredStateContributor {
    readonly kind = kind;

    constructor(private readonly wishes: Wishes) {
      super();
    }

    async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
      await this.wishes.onAsked(routerId, kind);
      return this.wishes.of(routerId, kind, keys);
    }
  }
  return Wished;
}

export interface SyncBench {
  server: TestDatabase;
  wishes: Wishes;
  /** A process with the sync and its contributors; `worker` also runs its jobs and schedules. */
  boot(kind: 'worker' | 'idle'): Promise<INestApplicationContext>;
  register(app: INestApplicationContext, simulated: SimulatedRouter, extra?: { password?: string }): Promise<string>;
  close(): Promise<void>;
}

/**
 * One database, one set of wishes, as many processes as a test needs.
 *
 * @param kinds that somebody answers for
 */
export async function createSyncBench(
  kinds: readonly ResourceKind[] = ['ppp-profile', 'ppp-secret'],
): Promise<SyncBench> {
  const contributors = kinds.map(wished);
  const server = await createTestDatabase();
  const wishes = new Wishes();
  const apps: INestApplicationContext[] = [];
  let siteId: string | undefined;
  Object.assign(process.env, {
    DATABASE_URL: server.url,
    REDIS_URL: process.env.TEST_REDIS_URL ?? '',
    REDIS_PREFIX: server.name,
    SECRET_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
    ROUTER_CONNECT_TIMEOUT_MS: '500',
    ROUTER_LOGIN_TIMEOUT_MS: '500',
    ROUTER_COMMAND_TIMEOUT_MS: '1000',
    ROUTER_PROBE_RETRY_MS: '500',
  });
  return {
    server,
    wishes,
    boot: async (kind) => {
      const module = await Test.createTestingModule({
        imports: [
          PlatformModule.forRoot(`sync-${kind}`, MIKROTIK_CONFIGS),
          ...(kind === 'worker' ? [WorkerRuntimeModule] : []),
          MikrotikWorkerModule,
        ],
        providers: [{ provide: Wishes, useValue: wishes }, ...contributors],
      }).compile();
      const app = module.enableShutdownHooks([]);
      if (!process.env.TEST_LOG) app.useLogger(false);
      await app.init();
      apps.push(app);
      return app;
    },
    register: async (app, simulated, { password = 'secret' } = {}) => {
      siteId ??= await insertSite(app);
      const router = await app.get(RoutersService, { strict: false }).create({
        ...{ siteId, name: `${simulated.name} ${uuidv7().slice(-12)}`, host: '127.0.0.1', port: simulated.port },
        ...{ username: 'admin', password },
      });
      return router.id;
    },
    close: async () => {
      for (const app of apps) await app.close();
      await server.drop();
    },
  };
}

async function insertSite(app: INestApplicationContext): Promise<string> {
  const id = uuidv7();
  await app
    .get(Database, { strict: false })
    .execute(`insert into sites (id, code, name, time_zone) values ($1, 'JKT', 'Jakarta', 'Asia/Jakarta')`, [id]);
  return id;
}

/** Waits until `check` holds. */
export async function eventually(check: () => boolean | Promise<boolean>, timeoutMs = 5_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await check())) {
    if (performance.now() > end) throw new Error(`not so within ${timeoutMs} ms: ${check.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
