import { request as httpRequest } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Controller, Get, Module } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, Public } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';

const COLLECTOR = 'a token that only the collector of this test knows';

@Controller({ path: 'breaking', version: '1' })
class BreakingController {
  constructor(private readonly database: Database) {}

  @Get('sql')
  @Public()
  async breakSql(): Promise<unknown> {
    return this.database.query('select password_hash from users where no_such_column = $1', ['a parameter']);
  }

  @Get('code')
  @Public()
  breakCode(): never {
    throw new TypeError('inside the secret machinery');
  }
}

@Module({ controllers: [BreakingController] })
class BreakingModule {}

describe('L3 what an answer gives away in production', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({
      database: testDatabase,
      env: { NODE_ENV: 'production', TEST_CLOCK: undefined, METRICS_TOKEN: COLLECTOR },
      modules: [BreakingModule],
      docs: true,
    });
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  it.each(['/api/v1/breaking/sql', '/api/v1/breaking/code'])(
    '%s fails as a problem without stack or SQL',
    async (url) => {
      const answer = await app.inject({ method: 'GET', url });
      expect(answer.statusCode).toBe(500);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.body).not.toMatch(
        /select|no_such_column|password_hash|a parameter|machinery|TypeError|\bat .*\.ts|node_modules/,
      );
      expect(answer.json<{ traceId: string }>().traceId).toBe(answer.headers['x-request-id']);
    },
  );

  it.each([
    ['GET', '/api/v1/customers/not-a-uuid'],
    ['GET', '/api/v1/nothing-here'],
    ['GET', `/api/v1/customers?cursor=${'x'.repeat(50)}`],
    ['POST', '/api/v1/auth/login'],
  ] as const)('%s %s: so do ordinary failures', async (method, url) => {
    const answer = await app.inject({
      method,
      url,
      ...(method === 'POST' && { payload: '{"broken', headers: { 'content-type': 'application/json' } }),
    });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).not.toMatch(/\bat .*\.(ts|js):\d|select |SyntaxError|position \d/);
  });

  it.each(['/docs', '/docs/', '/docs/openapi.json', '/docs/openapi.yaml'])('%s is not served', async (url) => {
    expect((await app.inject({ method: 'GET', url })).statusCode).toBe(404);
  });

  it('/metrics is for the collector only', async () => {
    expect((await app.inject({ method: 'GET', url: '/metrics' })).statusCode).toBe(401);
    const wrong = { authorization: 'Bearer wrong' };
    expect((await app.inject({ method: 'GET', url: '/metrics', headers: wrong })).statusCode).toBe(401);
    const right = { authorization: `Bearer ${COLLECTOR}` };
    expect((await app.inject({ method: 'GET', url: '/metrics', headers: right })).statusCode).toBe(200);
  });

  it.each(['TRACE', 'TRACK'])('%s echoes nothing', async (method) => {
    await app.listen(0, '127.0.0.1').catch(() => undefined);
    const { port } = app.getHttpServer().address() as AddressInfo;
    const answer = await new Promise<{ status: number; body: string }>((resolve) => {
      const request = httpRequest({
        port,
        host: '127.0.0.1',
        method,
        path: '/api/v1/auth/me',
        headers: { 'x-secret': 'echo me' },
      });
      request.on('error', () => {
        resolve({ status: 0, body: '' });
      });
      request.on('response', (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body });
        });
      });
      request.end();
    });
    expect([0, 400, 404, 405, 501]).toContain(answer.status);
    expect(answer.body).not.toContain('echo me');
  });

  it('the test clock does not exist', async () => {
    expect((await app.inject({ method: 'GET', url: '/api/v1/test/clock' })).statusCode).toBe(404);
  });
});

describe('L3 in development', () => {
  it('Swagger is served, and API_DOCS=false takes it away', async () => {
    const testDatabase = await createTestDatabase();
    try {
      for (const [docs, status] of [
        ['auto', 200],
        ['false', 404],
      ] as const) {
        const app = await createApiApp({ database: testDatabase, env: { API_DOCS: docs }, docs: true });
        expect((await app.inject({ method: 'GET', url: '/docs/openapi.json' })).statusCode).toBe(status);
        await app.close();
      }
    } finally {
      await testDatabase.drop();
      Reflect.deleteProperty(process.env, 'API_DOCS');
    }
  });
});
