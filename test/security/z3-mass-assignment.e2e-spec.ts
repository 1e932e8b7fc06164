import { RouteAccessCheck, type RouteInfo } from '@app/platform';
import { Caller, operationOf } from '../support/security/caller';
import { type DeclaredInput, declaredInputs } from '../support/security/dto-fields';
import { digest } from '../support/security/narrowed';
import { type Objects, SecurityWorld } from '../support/security-world';
import { type OperationRequest, REQUESTS } from '../support/security/requests';

/** What somebody would like to set who may set something else; as text, so that `__proto__` is a name like any other. */
const WISHES: Readonly<Record<string, string>> = {
  role: '"owner"',
  roleId: '"00000000-0000-4000-8000-000000000000"',
  siteId: '"00000000-0000-4000-8000-000000000000"',
  siteIds: '[]',
  allSites: 'true',
  resellerId: '"00000000-0000-4000-8000-000000000000"',
  tenantId: '"1"',
  balance: '"1000000"',
  depositAmount: '"1000000"',
  status: '"PAID"',
  paid: 'true',
  paidAmount: '"1000000"',
  permissions: '["system:operate"]',
  allPermissions: 'true',
  passwordHash: '"x"',
  id: '"00000000-0000-4000-8000-000000000000"',
  __proto__: '{"admin":true}',
  constructor: '{"prototype":{"admin":true}}',
};

const WRITING = ['POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Forms of pages without sign-in, to which browsers add what they like, and callbacks, whose unknown fields are to be ignored
 * (payments.md 2.7). They refuse what the caller may not do.
 */
const TOLERANT = /^\/(p|shop|isolir)\b|^\/v1\/payments\/callback\//;

describe('Z3 mass assignment', () => {
  let world: SecurityWorld;
  let caller: Caller;
  let objects: Objects;
  let routes: readonly RouteInfo[];
  let inputs: ReadonlyMap<string, DeclaredInput>;

  beforeAll(async () => {
    world = await SecurityWorld.create();
    caller = new Caller(world);
    objects = await world.own();
    routes = world.app.get(RouteAccessCheck, { strict: false }).routes();
    inputs = declaredInputs(world.app);
  }, 60_000);
  afterAll(() => world.close());

  /** Its body with one field more, as text. */
  function withWish(request: OperationRequest, wish: string): string {
    const body = JSON.stringify(request.body?.(objects, caller.unique()) ?? {});
    return `${body === '{}' ? '{' : `${body.slice(0, -1)},`}${JSON.stringify(wish)}:${WISHES[wish]}}`;
  }

  it('knows the fields of the bodies', () => {
    expect([...(inputs.get('updateArea')?.body ?? [])].sort()).toEqual(['name', 'version']);
    expect(inputs.get('retryRouter')?.body).toBeUndefined();
  });

  /** What a writing route answers to each field that it does not document. */
  async function answersOf(wanted: (route: RouteInfo) => boolean): Promise<{ note: string; status: number }[]> {
    const answers: { note: string; status: number }[] = [];
    for (const route of routes.filter((one) => WRITING.includes(one.method) && wanted(one))) {
      const operation = operationOf(route);
      const documented = inputs.get(operation)?.body;
      for (const wish of Object.getOwnPropertyNames(WISHES).filter((name) => documented?.has(name) !== true)) {
        const request = REQUESTS[operation] ?? {};
        const headers = world.headers.owner;
        const { status } = await caller.call(route, request, objects, { headers, body: withWish(request, wish) });
        answers.push({ note: `${operation} with ${wish}: ${status}`, status });
      }
    }
    return answers;
  }

  it('answers 400 to every field that a writing route does not document, and changes nothing', async () => {
    const before = await digest(world.database);
    const answers = await answersOf(({ path }) => !TOLERANT.test(path));
    expect(answers.filter(({ status }) => status !== 400).map(({ note }) => note)).toEqual([]);
    expect(await digest(world.database)).toEqual(before);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  }, 300_000);

  it('gives strangers nothing for a field more', async () => {
    const answers = await answersOf(({ path }) => TOLERANT.test(path));
    expect(answers.length).toBeGreaterThan(50);
    expect(answers.filter(({ status }) => status < 400 || status >= 500).map(({ note }) => note)).toEqual([]);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it('answers 400 to every parameter that a query does not document', async () => {
    const wrong: string[] = [];
    for (const route of routes.filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/'))) {
      const operation = operationOf(route);
      for (const wish of ['balance', 'role', '__proto__', 'constructor']) {
        const request = REQUESTS[operation] ?? {};
        const query = Object.fromEntries([...Object.entries(request.query?.(objects) ?? {}), [wish, 'x']]);
        const { status } = await caller.call(route, request, objects, { headers: world.headers.owner, query });
        if (status !== 400) wrong.push(`${operation} with ${wish}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
