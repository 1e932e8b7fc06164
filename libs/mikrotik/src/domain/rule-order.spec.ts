import { type DesiredResource } from './desired-resource';
import { type ActualRow, planKind } from './sync-plan';

const rule = (key: string, rank: number): DesiredResource => ({
  kind: 'firewall-filter',
  key,
  owner: key,
  rank,
  values: { chain: 'forward', action: 'drop' },
});
const own = (key: string): ActualRow => ({
  '.id': `*${key}`,
  comment: `langgan:${key}`,
  chain: 'forward',
  action: 'drop',
});
const foreign = (id: string, values: Record<string, string> = {}): ActualRow => ({
  '.id': id,
  chain: 'forward',
  action: 'accept',
  ...values,
});
const fastTrack = foreign('*FT', { action: 'fasttrack-connection' });

/** Carries the plan out on a list, as a router does. */
function carriedOut(desired: DesiredResource[], rows: ActualRow[]): { order: string[]; writes: string[] } {
  const list = [...rows];
  const { actions } = planKind({
    ...{ kind: 'firewall-filter' as const, desired, rows, keys: 'all' as const },
    rewriteHidden: new Set(),
  });
  for (const action of actions) {
    if (action.action !== 'create' && action.action !== 'move') continue;
    const moved = action.action === 'move' ? list.findIndex((row) => row['.id'] === action.id) : -1;
    const [row] = moved < 0 ? [own(action.key)] : list.splice(moved, 1);
    const at = action.before === undefined ? list.length : list.findIndex((one) => one['.id'] === action.before);
    expect(at).toBeGreaterThanOrEqual(0);
    list.splice(at, 0, row!);
  }
  return {
    order: list.map((row) => row['.id'] ?? ''),
    writes: actions.map(({ action, key }) => `${action} ${key}`),
  };
}

describe('the order of firewall rules', () => {
  const three = [rule('c', 3), rule('a', 1), rule('b', 2)];

  it('makes them at the top of the chain, in the order of their ranks', () => {
    const result = carriedOut(three, [foreign('*1', { chain: 'input' }), foreign('*2'), fastTrack]);
    expect(result.order).toEqual(['*1', '*a', '*b', '*c', '*2', '*FT']);
    expect(carriedOut(three, []).order).toEqual(['*a', '*b', '*c']);
  });

  it('does nothing where they stand before FastTrack in order, even with rules of the operator between them', () => {
    const rows = [foreign('*1'), own('a'), foreign('*2'), own('b'), own('c'), fastTrack];
    expect(carriedOut(three, rows).writes).toEqual([]);
  });

  it('a rule behind FastTrack moves before it, and the others stay', () => {
    const result = carriedOut(three, [own('a'), own('c'), fastTrack, own('b')]);
    expect(result).toEqual({ order: ['*a', '*b', '*c', '*FT'], writes: ['move b'] });
  });

  it('all of them behind FastTrack move in front of everything', () => {
    const result = carriedOut(three, [foreign('*1'), fastTrack, own('b'), own('a')]);
    expect(result.order).toEqual(['*a', '*b', '*c', '*1', '*FT']);
    expect(result.writes).toEqual(['move a', 'move b', 'create c']);
  });

  it('brings a wrong order in order with as few moves as possible', () => {
    const result = carriedOut(three, [own('c'), own('a'), own('b'), foreign('*9')]);
    expect(result).toEqual({ order: ['*a', '*b', '*c', '*9'], writes: ['move c'] });
  });

  it('puts nothing in front of rules that the router makes itself, and takes them for no FastTrack', () => {
    const dynamic = foreign('*D', { dynamic: 'true', action: 'fasttrack-connection' });
    const result = carriedOut([rule('a', 1)], [dynamic, foreign('*2')]);
    expect(result.order).toEqual(['*D', '*a', '*2']);
    expect(carriedOut([rule('a', 1)], [dynamic, own('a')]).writes).toEqual([]);
  });

  it('ends in the wanted order from whatever disorder there is, and is then in step', () => {
    const pieces = [own('a'), own('b'), own('c'), foreign('*1'), foreign('*2'), fastTrack];
    for (let seed = 0; seed < 720; seed++) {
      const rows = permutation(pieces, seed).slice(0, 3 + (seed % 4));
      const once = carriedOut(three, rows).order;
      const ours = once.filter((id) => ['*a', '*b', '*c'].includes(id));
      expect(ours).toEqual(['*a', '*b', '*c']);
      if (once.includes('*FT')) expect(once.indexOf('*c')).toBeLessThan(once.indexOf('*FT'));
      const after = once.map((id) => pieces.find((piece) => piece['.id'] === id)!);
      expect(carriedOut(three, after).writes).toEqual([]);
    }
  });
});

function permutation<T>(items: readonly T[], number: number): T[] {
  const rest = [...items];
  const result: T[] = [];
  for (let n = number; rest.length > 0; n = Math.floor(n / (rest.length + 1))) {
    result.push(...rest.splice(n % rest.length, 1));
  }
  return result;
}
