import { RouteAccessCheck } from '@app/platform';
import { resellers } from '../../support/security/requests/resellers.requests';
import { type Matrix, MatrixMaker } from '../../support/security/matrix';
import { SecurityWorld } from '../../support/security-world';

describe('routes of prints and resellers', () => {
  let world: SecurityWorld;
  let matrix: Matrix;

  beforeAll(async () => {
    world = await SecurityWorld.create();
    const routes = world.app.get(RouteAccessCheck, { strict: false }).routes();
    const all = await new MatrixMaker(world).make(routes, resellers);
    const names = Object.keys(resellers);
    matrix = Object.fromEntries(Object.entries(all).filter(([row]) => names.includes(row.split(' ').at(-1) ?? '')));
  }, 300_000);
  afterAll(() => world.close());

  it('do what the owner asks of his own things, and nothing for nobody', () => {
    expect(Object.keys(matrix)).toHaveLength(Object.keys(resellers).length);
    const refused = Object.entries(matrix).filter(([, { owner }]) => owner?.[0] !== 'allow');
    expect(refused).toEqual([]);
    const open = Object.entries(matrix).filter(([, { anonymous }]) => anonymous?.[0] !== '401');
    expect(open).toEqual([]);
  });

  it('keep prices, limits and approvals from resellers', () => {
    const allowed = Object.entries(matrix).filter(([, { reseller }]) => reseller?.[0] === 'allow');
    const names = allowed.map(([row]) => row.split(' ').at(-1));
    expect(names).toEqual(
      expect.arrayContaining([
        ...['buyVouchers', 'sellOnPhone', 'requestResellerDeposit'],
        ...['startResellerTopUp', 'requestResellerWithdrawal', 'listResellerWithdrawals'],
      ]),
    );
    for (const name of ['setResellerTerms', 'setResellerPrice', 'approveResellerDeposit', 'exportVoucherBatch']) {
      expect(names).not.toContain(name);
    }
  });
});
