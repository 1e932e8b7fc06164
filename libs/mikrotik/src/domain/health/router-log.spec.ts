import { tailOf, withoutSecrets } from './router-log';

const row = (id: string, topics: string, message: string) => ({ '.id': id, time: 'nov/22 10:00:00', topics, message });
const rows = [
  row('*9', 'system,info', 'router rebooted'),
  row('*A', 'pppoe,info', 'budi logged in'),
  row('*B', 'pppoe,error', 'siti: user siti authentication failed password=hunter2'),
  row('*1F', 'system,error,critical', 'login failure for user x'),
];
const ids = (query: Parameters<typeof tailOf>[1]): string[] => tailOf(rows, query).map(({ id }) => id);

describe('the log of a router', () => {
  it('is shown from its end, by topics, and onwards from a line', () => {
    expect(ids({ lines: 2, topics: [] })).toEqual(['*B', '*1F']);
    expect(ids({ lines: 9, topics: ['pppoe'] })).toEqual(['*A', '*B']);
    expect(ids({ lines: 9, topics: ['pppoe', 'error'] })).toEqual(['*B']);
    expect(ids({ lines: 9, topics: [], after: '*B' })).toEqual(['*1F']);
    expect(ids({ lines: 9, topics: [], after: '*1F' })).toEqual([]);
  });

  it('goes on after a restart, which counts its lines anew', () => {
    expect(ids({ lines: 9, topics: ['pppoe'], after: '*2000' })).toEqual(['*A', '*B']);
    expect(tailOf([], { lines: 9, topics: [], after: '*2000' })).toEqual([]);
  });

  it.each([
    ['authentication failed password=hunter2', 'authentication failed password=***'],
    ['set secret: "a b" by admin', 'set secret: *** by admin'],
    ['user changed password', 'user changed password'],
    ['PASSWORD = x y', 'PASSWORD = *** y'],
  ])('keeps secrets out: %s', (message, shown) => {
    expect(withoutSecrets(message)).toBe(shown);
  });
});
