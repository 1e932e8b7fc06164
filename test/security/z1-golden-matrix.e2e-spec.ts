import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RouteAccessCheck, type RouteInfo } from '@app/platform';
import { operationOf } from '../support/security/caller';
import { type Cells, type Matrix, MatrixMaker, rowOf } from '../support/security/matrix';
import { SecurityWorld } from '../support/security-world';
import { REQUESTS } from '../support/security/requests';

/**
 * `UPDATE_GOLDEN=1 npm test -- z1-golden-matrix` writes it anew. It is read by a person before it is committed: every
 * `allow` in it is a promise.
 */
const FILE = join(__dirname, 'golden-matrix.json');

describe('Z1 every operation, for every role, on own, foreign and missing objects', () => {
  let world: SecurityWorld;
  let routes: readonly RouteInfo[];
  let matrix: Matrix;

  beforeAll(async () => {
    world = await SecurityWorld.create();
    routes = world.app.get(RouteAccessCheck, { strict: false }).routes();
    matrix = await new MatrixMaker(world).make(routes, REQUESTS);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(FILE, written(matrix));
  }, 600_000);
  afterAll(() => world.close());

  it('has a request for every operation', () => {
    const without = routes.filter((route) => REQUESTS[operationOf(route)] === undefined).map(rowOf);
    expect(`no request in test/support/security/requests: ${without.join(', ')}`).toBe(
      'no request in test/support/security/requests: ',
    );
    const operations = new Set(routes.map(operationOf));
    expect(Object.keys(REQUESTS).filter((operation) => !operations.has(operation))).toEqual([]);
  });

  it('has a row for every operation', () => {
    const rows = new Set(Object.keys(golden()));
    const without = routes.map(rowOf).filter((row) => !rows.has(row));
    const hint = 'no row in golden-matrix.json (UPDATE_GOLDEN=1, then review): ';
    expect(hint + without.join(', ')).toBe(hint);
  });

  it('answers as the reviewed file says', () => {
    expect(differences(golden(), matrix)).toEqual([]);
  });

  it('lets nobody in without credentials, and everybody who has some only where a decorator says so', () => {
    for (const route of routes) {
      const { anonymous } = matrix[rowOf(route)] ?? {};
      const open = route.accesses[0]?.kind === 'public';
      expect([rowOf(route), anonymous?.[0]]).toEqual([rowOf(route), open ? 'allow' : '401']);
    }
  });
});

const golden = (): Matrix => (existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Matrix) : {});

/** One line per cell that differs, with both values. */
function differences(wanted: Matrix, found: Matrix): string[] {
  return [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort().flatMap((row) =>
    Object.keys({ ...wanted[row], ...found[row] }).flatMap((actor) => {
      const [before, now] = [shown(wanted[row]?.[actor]), shown(found[row]?.[actor])];
      return before === now ? [] : [`${row}, ${actor}: ${before} → ${now}`];
    }),
  );
}

const shown = (cells: Cells | undefined): string => cells?.join(' ') ?? 'nothing';

/** As Prettier leaves it. */
function written(made: Matrix): string {
  const rows = Object.keys(made)
    .sort()
    .map((row) => {
      const actors = Object.entries(made[row] ?? {}).map(
        ([actor, cells]) => `    ${JSON.stringify(actor)}: [${cells.map((cell) => JSON.stringify(cell)).join(', ')}]`,
      );
      return `  ${JSON.stringify(row)}: {\n${actors.join(',\n')}\n  }`;
    });
  return `{\n${rows.join(',\n')}\n}\n`;
}
