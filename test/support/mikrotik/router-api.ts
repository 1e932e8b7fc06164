import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { createTestDatabase } from '@app/testing';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { createApiApp } from '../api-app';
import { staffHeaders } from '../staff-headers';
import { FakeRouter } from './fake-router';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface Body {
  [name: string]: unknown;
  id: string;
  version: number;
}

export interface Answer {
  status: number;
  body: Body;
  text: string;
}

/** The API with routers to try it on. */
export interface RouterApi {
  app: NestFastifyApplication;
  database: Database;
  siteId: string;
  start(options?: Partial<Parameters<typeof startRouter>[0]>): Promise<SimulatedRouter>;
  call(method: Method, path: string, payload?: object, headers?: { authorization: string }): Promise<Answer>;
  /** Adds a router; `port` of a simulated one. */
  create(extra: object): Promise<Body>;
  /** Tests a router that is not added. */
  tried(extra: object): Promise<Body>;
  diagnosis(extra: object): Promise<unknown>;
  ofFake(options: Parameters<typeof FakeRouter.start>[0]): Promise<unknown>;
  close(): Promise<void>;
}

const ACCESS = { host: '127.0.0.1', username: 'admin', password: 'secret' };
const ENV = { ROUTER_CONNECT_TIMEOUT_MS: '600', ROUTER_LOGIN_TIMEOUT_MS: '600', ROUTER_COMMAND_TIMEOUT_MS: '2000' };

export async function createRouterApi(): Promise<RouterApi> {
  const testDatabase = await createTestDatabase();
  const app = await createApiApp({ database: testDatabase, env: ENV });
  const database = app.get(Database);
  const siteId = uuidv7();
  await database.execute(`insert into sites (id, code, name, time_zone) values ($1, 'J', 'J', 'Asia/Jakarta')`, [
    siteId,
  ]);
  const owner = await staffHeaders(app);
  const started: SimulatedRouter[] = [];
  let names = 0;
  const call: RouterApi['call'] = async (method, path, payload, headers = owner) => {
    const answer = await app.inject({
      ...{ method, url: `/api/v1${path}`, headers },
      ...(payload === undefined ? {} : { payload }),
    });
    const body = (answer.body === '' ? {} : answer.json()) as Body;
    return { status: answer.statusCode, body, text: answer.body };
  };
  const tried: RouterApi['tried'] = async (extra) => {
    const { status, body, text } = await call('POST', '/routers/test', { ...ACCESS, ...extra });
    if (status !== 200) throw new Error(text);
    if (text.includes('"secret"')) throw new Error('the answer holds the password');
    return body;
  };
  const diagnosis: RouterApi['diagnosis'] = async (extra) => (await tried(extra)).diagnosis;
  return {
    ...{ app, database, siteId, call, tried, diagnosis },
    start: async (options = {}) => {
      const router = await startRouter({ version: '7.20', name: `r${++names}`, ...options });
      started.push(router);
      return router;
    },
    create: async (extra) => {
      const answer = await call('POST', '/routers', { siteId, name: `Router ${++names}`, ...ACCESS, ...extra });
      if (answer.status !== 201) throw new Error(answer.text);
      return answer.body;
    },
    ofFake: async (options) => {
      const fake = await FakeRouter.start(options);
      const found = await diagnosis({ port: fake.port });
      await fake.stop();
      return found;
    },
    close: async () => {
      await app.close();
      await Promise.all(started.map((router) => router.close()));
      await testDatabase.drop();
    },
  };
}
