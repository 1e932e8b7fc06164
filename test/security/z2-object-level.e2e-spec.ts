import { RouteAccessCheck, type RouteInfo } from '@app/platform';
import { Caller, type CallAnswer, operationOf } from '../support/security/caller';
import { createNarrowed, digest, kindsNamed, NARROWINGS } from '../support/security/narrowed';
import { type Headers, KINDS, type Objects, SecurityWorld } from '../support/security-world';
import { namesObjects, type OperationRequest, REQUESTS } from '../support/security/requests';
import { EXCEPTIONS, MORE_REFERENCES, SHARED } from './z2-reviewed';

/**
 * Everybody here holds every permission there is, so that nothing but the scope can refuse. Foreign is what lies in the
 * next site or, for who is limited further, next door in the same one.
 */
describe.each(NARROWINGS)('Z2 whoever is limited to one %s', (narrowing) => {
  let world: SecurityWorld;
  let caller: Caller;
  let headers: Headers;
  let own: Objects;
  let foreign: Objects;
  let routes: readonly RouteInfo[];

  beforeAll(async () => {
    world = await SecurityWorld.create();
    caller = new Caller(world);
    own = await world.own();
    foreign = await world.foreign(narrowing === 'site' ? 'admin' : 'collector');
    headers = await createNarrowed(world, narrowing, own);
    routes = world.app
      .get(RouteAccessCheck, { strict: false })
      .routes()
      .filter((route) => route.accesses[0]?.kind !== 'public');
  }, 60_000);
  afterAll(() => world.close());

  const requestOf = (route: RouteInfo): OperationRequest => REQUESTS[operationOf(route)] ?? {};
  const shown = (route: RouteInfo, { status, code }: CallAnswer, note = ''): string =>
    `${operationOf(route)}${note}: ${status}${code === undefined ? '' : ` ${code}`}`;

  it('gets 404 for every foreign id, on every route, and leaves nothing behind', async () => {
    const before = await digest(world.database);
    const wrong: string[] = [];
    for (const route of routes.filter((one) => namesObjects(requestOf(one)))) {
      const answer = await caller.call(route, requestOf(route), foreign, { headers });
      const expected = EXCEPTIONS[operationOf(route)]?.status[narrowing] ?? 404;
      if (answer.status !== expected) wrong.push(`${shown(route, answer)}, wanted ${expected}`);
      wrong.push(...leaks(route, answer));
    }
    expect(wrong).toEqual([]);
    expect(await digest(world.database)).toEqual(before);
  });

  it('cannot smuggle a foreign id into a request about his own', async () => {
    const before = await digest(world.database);
    const allowed: string[] = [];
    for (const route of routes) {
      for (const { request, kind } of smuggled(route, requestOf(route))) {
        const answer = await caller.call(route, request, { ...own, [kind]: foreign[kind] }, { headers });
        if (answer.status < 400) allowed.push(shown(route, answer, ` with a foreign ${kind}`));
      }
    }
    expect(allowed).toEqual([]);
    expect(await digest(world.database)).toEqual(before);
  });

  it('finds nothing foreign in lists, by search or by filter, and his own in them', async () => {
    const empty: string[] = [];
    const leaking: string[] = [];
    for (const route of routes.filter((one) => requestOf(one).lists !== undefined)) {
      const request = requestOf(route);
      const everything = await caller.call(route, request, own, { headers });
      if (everything.status === 200 && seesOwn(route) && !everything.text.includes(own[request.lists ?? 'site'])) {
        empty.push(operationOf(route));
      }
      leaking.push(...leaks(route, everything));
      for (const query of filters(foreign)) {
        const answer = await caller.call(route, request, own, { headers, query });
        if (answer.status !== 400) leaking.push(...leaks(route, answer, Object.values(query)));
      }
    }
    expect([empty, leaking]).toEqual([[], []]);
  });

  /** Ids of foreign objects in an answer, other than those that were sent and those that everybody of the site may know. */
  function leaks(route: RouteInfo, { status, text }: CallAnswer, sent: readonly string[] = []): string[] {
    if (status >= 400) return [];
    const known = [...(SHARED[narrowing] ?? []), ...(EXCEPTIONS[operationOf(route)]?.shows ?? [])];
    const secret = KINDS.filter((kind) => !known.includes(kind) && !sent.includes(foreign[kind]));
    return secret
      .filter((kind) => foreign[kind] !== own[kind] && text.includes(foreign[kind]))
      .map((kind) => `${operationOf(route)} shows a foreign ${kind}`);
  }

  const seesOwn = (route: RouteInfo): boolean =>
    EXCEPTIONS[operationOf(route)]?.nothingFor?.includes(narrowing) !== true;

  /** Every way to put one foreign id into an otherwise own request. */
  function smuggled(route: RouteInfo, request: OperationRequest): { request: OperationRequest; kind: keyof Objects }[] {
    const variants = [request, ...(MORE_REFERENCES[operationOf(route)] ?? []).map((body) => ({ ...request, body }))];
    return variants.flatMap((variant) =>
      kindsNamed(variant)
        .filter((kind) => !(SHARED[narrowing] ?? []).includes(kind) && foreign[kind] !== own[kind])
        .filter((kind) => !Object.values(request.params ?? {}).includes(kind))
        .map((kind) => ({ request: variant, kind })),
    );
  }
});

/** Filters by which a list might give away what it hides. */
const filters = (foreign: Objects): Record<string, string>[] => [
  { customerId: foreign.customer },
  { siteId: foreign.site },
  { planId: foreign.plan },
  { subscriptionId: foreign.subscription },
  { routerId: foreign.router },
  { areaId: foreign.area },
  { resellerId: foreign.reseller },
  { q: 'i' },
];
