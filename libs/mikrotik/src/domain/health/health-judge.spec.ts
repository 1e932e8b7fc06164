import { type HealthMemory, judge, type Observation, UNKNOWN_HEALTH } from './health-judge';
import { bandOf, type HealthRules } from './health-rules';

const band = (enter: number, leave: number) => ({ enter, leave });
const rules: HealthRules = {
  window: 5,
  failures: 3,
  recover: 2,
  persistence: 3,
  bands: {
    LATENCY: band(500, 250),
    CPU: band(90, 75),
    MEMORY: band(92, 85),
    TEMPERATURE: band(80, 70),
    DISK: band(90, 85),
    CLOCK: band(30_000, 10_000),
    SESSIONS: band(90, 80),
  },
};
const lost: Observation = { answered: false, certain: false };
const answered = (values = {}): Observation => ({ answered: true, values });

const LETTERS = { UNKNOWN: '?', ONLINE: 'O', DEGRADED: 'D', OFFLINE: 'X' } as const;

/** `+` answered, `-` lost, `x` refused for certain; the state after each: ?, Online, Degraded, X offline. */
function states(script: string, from: HealthMemory = UNKNOWN_HEALTH): string {
  let memory = from;
  return Array.from(script)
    .map((mark) => {
      memory = judge(memory, mark === '+' ? answered() : { answered: false, certain: mark === 'x' }, rules);
      return LETTERS[memory.state];
    })
    .join('');
}
const after = (observations: readonly Observation[], from: HealthMemory = UNKNOWN_HEALTH): HealthMemory =>
  observations.reduce((memory, observation) => judge(memory, observation, rules), from);
const times = (count: number, observation: Observation): Observation[] =>
  Array.from({ length: count }, () => observation);

describe('the health of a router', () => {
  it.each([
    ['is online with its first answer', '+', 'O'],
    ['is unknown until enough probes were lost', '---', '??X'],
    ['is not woken by one lost packet', '++++-++++-++++', 'OOOOOOOOOOOOOO'],
    ['is unstable after two, and stable when none is remembered', '+--+++++', 'OOODDDDO'],
    ['is offline after three of five, in a row or not', '++-+-+-', 'OOOOODX'],
    ['comes back after two answers in a row', '+---+-+-++', 'OOOXXXXXXO'],
    ['is offline at once when it refuses us', '++x', 'OOX'],
  ])('%s: %s', (_, script, expected) => {
    expect(states(script)).toBe(expected);
  });

  it('a router that answers every other probe changes once and then stays away', () => {
    let memory = after(times(5, answered()));
    const seen = [memory.state];
    for (let n = 0; n < 200; n++) {
      memory = judge(memory, n % 2 === 0 ? lost : answered(), rules);
      if (memory.state !== seen.at(-1)) seen.push(memory.state);
    }
    expect(seen).toEqual(['ONLINE', 'DEGRADED', 'OFFLINE']);
  });

  it('never changes more often than once in `recover` probes, whatever happens', () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
    let memory = UNKNOWN_HEALTH;
    let ups = 0;
    for (let n = 0; n < 5_000; n++) {
      const next = judge(memory, random() < 0.5 ? lost : answered(), rules);
      if (memory.state === 'OFFLINE' && next.state !== 'OFFLINE') {
        ups++;
        expect(next.recent).toBe('++');
      }
      memory = next;
    }
    // why: two of two come back, three of five go: some six probes at the least for a round of both
    expect(ups).toBeLessThan(5_000 / 5);
  });

  describe('conditions', () => {
    const hot = answered({ CPU: 95 });
    const middle = answered({ CPU: 80 });
    const cool = answered({ CPU: 20 });

    it.each<[string, Observation[], string]>([
      ['begin after three readings in a row', [hot, hot], 'ONLINE'],
      ['begin after three readings in a row', [hot, hot, hot], 'DEGRADED'],
      ['forget a run that was broken', [hot, hot, cool, hot, hot], 'ONLINE'],
      ['stay as they are between the edges', [hot, hot, hot, middle, middle, middle, middle], 'DEGRADED'],
      ['end after three readings below the lower edge', [hot, hot, hot, cool, cool], 'DEGRADED'],
      ['end after three readings below the lower edge', [hot, hot, hot, cool, cool, cool], 'ONLINE'],
      ['do not change for readings that are missing', [hot, hot, answered(), hot], 'DEGRADED'],
    ])('%s', (_, observations, expected) => {
      expect(after(observations).state).toBe(expected);
    });

    it('flap no more often than the value crosses the whole band', () => {
      const values = Array.from({ length: 60 }, (_, n) => answered({ CPU: n % 2 === 0 ? 91 : 76 }));
      expect(after(values)).toMatchObject({ state: 'ONLINE', conditions: [] });
    });

    it('clock, disk and sessions alert without degrading, and outlast an outage', () => {
      const full = answered({ DISK: 97, CLOCK: 60_000, SESSIONS: 95 });
      const memory = after(times(3, full));
      expect(memory).toMatchObject({ state: 'ONLINE', conditions: ['DISK', 'CLOCK', 'SESSIONS'] });
      expect(after(times(3, lost), memory)).toMatchObject({
        state: 'OFFLINE',
        conditions: ['DISK', 'CLOCK', 'SESSIONS'],
      });
    });

    it('what degrades a router is over when it is gone', () => {
      expect(after([...times(3, hot), ...times(3, lost)])).toMatchObject({ state: 'OFFLINE', conditions: [] });
    });
  });

  it.each([
    ['90/75', true],
    ['90', false],
    ['75/90', false],
    ['a/b', false],
  ])('reads the band %s: %s', (text, good) => {
    if (good) expect(bandOf(text)).toEqual({ enter: 90, leave: 75 });
    else expect(() => bandOf(text)).toThrow(RangeError);
  });
});
