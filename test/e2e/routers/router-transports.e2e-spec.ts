import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { print, RouterPool } from '@app/mikrotik';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type ServiceName, type SimulatedRouter, simulatedCaPem, startRouter } from '../../../apps/simulator/src';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';

const IDENTITY = print('/system/identity', ['name']);

interface Body {
  id: string;
  version: number;
  code: string;
  diagnosis: string;
  tlsFingerprint: string | null;
}

/** How a router is reached, through the registry and the pool (routeros.md sections 7 and 15). */
describe('routers: TLS, REST and plain connections', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let owner: { authorization: string };
  let router: SimulatedRouter;
  const siteId = uuidv7();

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    const insert = `insert into sites (id, code, name, time_zone) values ($1, 'JKT', 'JKT', 'Asia/Jakarta')`;
    await app.get(Database).execute(insert, [siteId]);
    owner = await staffHeaders(app);
  });
  beforeEach(async () => {
    router = await startRouter({ version: '7.20' });
  });
  afterEach(async () => {
    await router.close();
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const call = async (method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object) => {
    const url = `/api/v1/routers${path}`;
    const answer = await app.inject({ method, url, headers: owner, ...(payload === undefined ? {} : { payload }) });
    return { status: answer.statusCode, body: answer.json<Body>() };
  };
  const create = async (service: ServiceName, certificate: string | undefined, extra: object) => {
    const port = await router.enableService(service, certificate);
    const given = { siteId, name: uuidv7(), host: '127.0.0.1', port, username: 'admin', password: 'secret', ...extra };
    return call('POST', '', given);
  };
  const diagnosis = async (id: string) => (await call('POST', `/${id}/test`)).body.diagnosis;
  const ask = async (id: string) => {
    await app.get(RouterPool).forget(id);
    return app.get(RouterPool).exec(id, IDENTITY);
  };

  it('the certificate of the first use stays the only one until an operator forgets it', async () => {
    const { body } = await create('api-ssl', 'first', { tlsMode: 'PINNED' });
    expect(body.tlsFingerprint).toBeNull();
    expect(await ask(body.id)).toEqual([{ name: 'router-7.20' }]);
    const pinned = (await call('GET', `/${body.id}`)).body;
    expect(pinned.tlsFingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(await ask(body.id)).toHaveLength(1);

    await router.enableService('api-ssl', 'second');
    await expect(ask(body.id)).rejects.toMatchObject({ code: 'TLS_FINGERPRINT' });
    expect(await diagnosis(body.id)).toBe('TLS_FINGERPRINT');
    expect((await call('GET', `/${body.id}`)).body.tlsFingerprint).toBe(pinned.tlsFingerprint);

    await call('PATCH', `/${body.id}`, { version: pinned.version, forgetFingerprint: true });
    expect(await ask(body.id)).toHaveLength(1);
    const again = (await call('GET', `/${body.id}`)).body.tlsFingerprint;
    expect([again === null, again === pinned.tlsFingerprint]).toEqual([false, false]);
  });

  it('an own CA is checked, and has to be one', async () => {
    const caPem = await simulatedCaPem();
    const { body } = await create('api-ssl', 'signed', { tlsMode: 'CA', caPem });
    expect(await diagnosis(body.id)).toBe('OK');
    await router.enableService('api-ssl', 'self');
    expect(await diagnosis(body.id)).toBe('TLS_CA');
    expect((await create('api-ssl', 'signed', { tlsMode: 'CA' })).body.code).toBe('MIKROTIK_CA_NOT_VALID');
    const nonsense = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    expect((await create('api-ssl', 'signed', { tlsMode: 'CA', caPem: nonsense })).body.code).toBe(
      'MIKROTIK_CA_NOT_VALID',
    );
  });

  it('a router over REST', async () => {
    const { body } = await create('www-ssl', 'first', { protocol: 'REST', tlsMode: 'PINNED' });
    expect(await diagnosis(body.id)).toBe('OK');
    expect(await ask(body.id)).toEqual([{ name: 'router-7.20' }]);
    expect((await call('GET', `/${body.id}`)).body.tlsFingerprint).not.toBeNull();
  });

  it('a router without certificate only where that is allowed', async () => {
    const { body } = await create('api-ssl', 'none', { tlsMode: 'PINNED' });
    expect(await diagnosis(body.id)).not.toBe('OK');
    await call('PATCH', `/${body.id}`, { version: 1, anonymousTlsAllowed: true });
    expect(await diagnosis(body.id)).toBe('OK');
  });

  it('no plain connection where it is not allowed', async () => {
    const refused = await create('api', undefined, { plainAllowed: false });
    expect([refused.status, refused.body.code]).toEqual([422, 'MIKROTIK_PLAIN_NOT_ALLOWED']);
    const { body } = await create('api', undefined, {});
    const forbidden = await call('PATCH', `/${body.id}`, { version: 1, plainAllowed: false });
    expect(forbidden.body.code).toBe('MIKROTIK_PLAIN_NOT_ALLOWED');
  });
});
