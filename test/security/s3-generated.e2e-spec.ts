import { RouteAccessCheck, type RouteInfo } from '@app/platform';
import { Caller, operationOf } from '../support/security/caller';
import { declaredInputs } from '../support/security/dto-fields';
import { KINDS, type Objects, SecurityWorld } from '../support/security-world';
import { REQUESTS } from '../support/security/requests';

const NUL = 'a\u0000b';
const HOSTILE = [
  ...[
    "'",
    "'; drop table customers; --",
    '" or 1=1 --',
    '${7*7}',
    '\\',
    '%00',
    '%',
    '(((((',
    '\ud800',
    'x\r\nSet-Cookie: a=b',
  ],
  ...['=1+1', '../../etc/passwd', '9'.repeat(400), '-1', '{}', '[]', 'null', '<script>', NUL],
];

/** Live views ask a router that is not there. */
const ROUTER_AWAY = 'MIKROTIK_ROUTER_UNREACHABLE';

describe('S3 hostile text in every field and every filter', () => {
  let world: SecurityWorld;
  let caller: Caller;
  let routes: readonly RouteInfo[];

  beforeAll(async () => {
    world = await SecurityWorld.create();
    caller = new Caller(world);
    routes = world.app.get(RouteAccessCheck, { strict: false }).routes();
  }, 60_000);
  afterAll(() => world.close());

  /** With credentials of its own, because a change of the password or the clock may end those of others. */
  async function statusOf(route: RouteInfo, objects: Objects, how: { body?: unknown; query?: Record<string, string> }) {
    const { headers } = world;
    return caller.call(route, REQUESTS[operationOf(route)] ?? {}, objects, { headers: headers.owner, ...how });
  }

  it('is data in bodies: no failure of ours, and NUL is 400', async () => {
    const objects = await world.own();
    const wrong: string[] = [];
    for (const route of routes) {
      const body = REQUESTS[operationOf(route)]?.body?.(objects, caller.unique());
      for (const [path, hostile, spoilt] of body === undefined ? [] : spoiltBodies(body)) {
        const { status, text } = await statusOf(route, objects, { body: spoilt });
        if ((status >= 500 && !text.includes(ROUTER_AWAY)) || (hostile === NUL && status !== 400)) {
          wrong.push(`${operationOf(route)}.${path} = ${JSON.stringify(hostile).slice(0, 40)}: ${status} ${text}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  }, 300_000);

  it('is data in queries: no failure of ours, and NUL is 400', async () => {
    const objects = await world.own();
    const inputs = declaredInputs(world.app);
    const wrong: string[] = [];
    for (const route of routes) {
      for (const name of inputs.get(operationOf(route))?.query ?? []) {
        for (const hostile of HOSTILE) {
          const query = { ...REQUESTS[operationOf(route)]?.query?.(objects), [name]: hostile };
          const { status, text } = await statusOf(route, objects, { query });
          if ((status >= 500 && !text.includes(ROUTER_AWAY)) || (hostile === NUL && status !== 400)) {
            wrong.push(`${operationOf(route)}?${name}=${JSON.stringify(hostile).slice(0, 40)}: ${status} ${text}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  }, 300_000);

  it('is no id in paths', async () => {
    const wrong: string[] = [];
    for (const route of routes.filter(({ path }) => path.includes(':'))) {
      for (const hostile of HOSTILE.filter((text) => text.length < 100 && !/\p{Surrogate}/u.test(text))) {
        const objects = Object.fromEntries(KINDS.map((kind) => [kind, hostile])) as Objects;
        const request = REQUESTS[operationOf(route)] ?? {};
        const params = Object.fromEntries(
          Object.keys(request.params ?? {}).map((name) => [name, `=${hostile}` as const]),
        );
        const { headers } = world;
        const answer = await caller.call(route, { ...request, params }, objects, { headers: headers.owner, query: {} });
        if (![400, 404].includes(answer.status)) wrong.push(`${operationOf(route)} ${hostile}: ${answer.status}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 300_000);
});

/** The body once per text in it and per hostile text that takes its place. */
function spoiltBodies(body: object): [path: string, hostile: string, body: object][] {
  return textsIn(body).flatMap((path) =>
    HOSTILE.map((hostile): [string, string, object] => {
      const spoilt = structuredClone(body) as Record<string, unknown>;
      const last = path.at(-1) ?? '';
      const holder = path.slice(0, -1).reduce((part, key) => part[key] as Record<string, unknown>, spoilt);
      holder[last] = hostile;
      return [path.join('.'), hostile, spoilt];
    }),
  );
}

function textsIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, [...path, key]));
}
