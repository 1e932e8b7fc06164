import { type DynamicModule, type INestApplicationContext, type Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { ClsService } from 'nestjs-cls';
import { uuidv7 } from '@app/core';
import { type Actor, type ActorScope, type ConfigClass, CurrentActor, PlatformModule, siteScope } from '@app/platform';
import { type TestDatabase } from '../database/test-database';

export interface TestModuleOptions {
  database: Pick<TestDatabase, 'url'>;
  imports: (Type | DynamicModule)[];
  configs?: readonly ConfigClass[];
}

/** The platform and these modules on a test database, without HTTP. Close it before the database is dropped. */
export async function createTestModule({ database, imports, configs }: TestModuleOptions): Promise<TestingModule> {
  process.env.DATABASE_URL = database.url;
  process.env.SECRET_KEYS ??= `test:${Buffer.alloc(32, 7).toString('base64')}`;
  const builder = Test.createTestingModule({ imports: [PlatformModule.forRoot('langgan-test', configs), ...imports] });
  const module = await builder.compile();
  return module.init();
}

/** A user of these sites (null: of all) with these permissions, whether or not there is a row for him. */
export function fakeActor(
  siteIds: readonly string[] | null,
  permissions: Iterable<string> = [],
  narrower: Partial<Omit<ActorScope, 'siteIds'>> = {},
): Actor {
  return {
    kind: 'user',
    id: uuidv7(),
    name: 'test actor',
    permissions: new Set(permissions),
    scope: { ...siteScope(siteIds ?? 'all'), ...narrower },
  };
}

/** Runs `work` as if a request of this actor did. */
export async function runAs<T>(module: INestApplicationContext, actor: Actor, work: () => Promise<T>): Promise<T> {
  return module.get(ClsService).run(async () => {
    module.get(CurrentActor).set(actor);
    return work();
  });
}
