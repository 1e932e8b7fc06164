import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { RouteAccessCheck, type RouteInfo } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';

const root = resolve(__dirname, '../..');
const VERBS = ['get', 'post', 'put', 'patch', 'delete'];
/** Routes that the emitted document leaves out: pages, and what exists in tests and the demo only. */
const UNDOCUMENTED =
  /^(GET \/$|GET \/landing\/|GET \/docs|GET \/generate_204$|\w+ \/(p|r|shop|isolir)(\/|$)|\w+ \/v1\/test\/)/;

interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  responses: Record<string, unknown>;
}

const document = JSON.parse(readFileSync(join(root, 'docs/api/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties?: Record<string, { description?: string }> }> };
};
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  VERBS.filter((verb) => item[verb]).map((verb) => ({
    name: `${verb.toUpperCase()} ${path}`,
    ...item[verb]!,
  })),
);

describe('the OpenAPI document', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let routes: readonly RouteInfo[];

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createApiApp({ database });
    routes = app.get(RouteAccessCheck, { strict: false }).routes();
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('has every route of the application, and no other', () => {
    const documented = operations.map(({ name }) => name).sort();
    const served = routes
      .filter(({ method, path }) => !UNDOCUMENTED.test(`${method} ${path}`))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}').replace(/^\/v1/, '/api/v1')}`)
      .sort();
    expect(documented).toEqual(served);
  });

  it('says of every operation what it does, and how it fails', () => {
    const silent = operations
      .filter(({ summary, responses }) => !summary || !responses.default)
      .map(({ name }) => name);
    expect(silent).toEqual([]);
  });

  it('names every operation once', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.every((id) => /^[a-z][A-Za-z]+$/.test(id))).toBe(true);
  });

  it('has no field without a type', () => {
    const vague = Object.entries(document.components.schemas)
      .filter(([, schema]) => schema.properties && Object.keys(schema.properties).length === 0)
      .map(([name]) => name);
    expect(vague).toEqual([]);
  });

  it('lets nobody in without an access decorator', () => {
    expect(routes.length).toBeGreaterThan(60);
    expect(routes.filter(({ accesses }) => accesses.length !== 1)).toEqual([]);
  });
});
