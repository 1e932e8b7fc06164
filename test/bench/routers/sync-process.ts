import { type INestApplicationContext, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { uuidv7 } from '@app/core';
import {
  ContributesDesiredState,
  type DesiredResource,
  DesiredStateContributor,
  MIKROTIK_CONFIGS,
  MikrotikWorkerModule,
  type ResourceKind,
  RoutersService,
} from '@app/mikrotik';
import { Database, PlatformModule, WorkerRuntimeModule } from '@app/platform';

/** What is wanted, in memory: the benchmark measures the sync, not the domain libs that contribute to it. */
export const wishes = new Map<string, Map<string, DesiredResource>>();

function wished(routerId: string, kind: ResourceKind, keys: readonly string[] | 'all'): DesiredResource[] {
  const own = wishes.get(routerId);
  if (!own) return [];
  if (keys === 'all') return [...own.values()].filter((resource) => resource.kind === kind);
  return keys.flatMap((key) => own.get(`${kind} ${key}`) ?? []);
}

@Injectable()
@ContributesDesiredState()
class WantedProfiles extends DesiredStateContributor {
  readonly kind = 'ppp-profile';

  desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    return Promise.resolve(wished(routerId, this.kind, keys));
  }
}

@Injectable()
@ContributesDesiredState()
class WantedSecrets extends DesiredStateContributor {
  readonly kind = 'ppp-secret';

  desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    return Promise.resolve(wished(routerId, this.kind, keys));
  }
}

@Module({ providers: [WantedProfiles, WantedSecrets] })
class BenchModule {}

/** @param worker also runs the queue's workers, relay and schedules */
export async function bootSync(url: string, { worker = false } = {}): Promise<INestApplicationContext> {
  Object.assign(process.env, {
    NODE_ENV: 'test',
    REDIS_URL: '',
    DATABASE_SLOW_QUERY_MS: '600000',
    DATABASE_URL: url,
    // why: the brake asks a person before so much is isolated at once
    ROUTER_BRAKE_MIN: '1000000',
    SECRET_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
  });
  const imports = [
    PlatformModule.forRoot('bench', MIKROTIK_CONFIGS),
    ...(worker ? [WorkerRuntimeModule] : []),
    MikrotikWorkerModule,
  ];
  return NestFactory.createApplicationContext({ module: BenchModule, imports }, { logger: ['error'] });
}

export async function insertSite(app: INestApplicationContext): Promise<string> {
  const id = uuidv7();
  const sql = `insert into sites (id, code, name, time_zone) values ($1, 'JKT', 'Jakarta', 'Asia/Jakarta')`;
  await app.get(Database, { strict: false }).execute(sql, [id]);
  return id;
}

export async function register(
  app: INestApplicationContext,
  router: { siteId: string; name: string; port: number },
): Promise<string> {
  const created = await app
    .get(RoutersService, { strict: false })
    .create({ ...router, host: '127.0.0.1', username: 'admin', password: 'secret' });
  wishes.set(created.id, new Map());
  return created.id;
}

export function want(routerId: string, resource: DesiredResource): void {
  wishes.get(routerId)?.set(`${resource.kind} ${resource.key}`, resource);
}
