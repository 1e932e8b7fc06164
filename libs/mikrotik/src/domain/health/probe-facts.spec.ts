import {
  countOf,
  measured,
  pppoeLimit,
  type ProbeFacts,
  resourceFacts,
  sensorFacts,
  sessionUse,
  usedPercent,
} from './probe-facts';

const FACTS: ProbeFacts = {
  ...{ identity: 'r', rosVersion: '7.16', boardName: null, uptimeSeconds: 1, cpuLoad: 7, latencyMs: 2 },
  ...{ freeMemoryBytes: 1, totalMemoryBytes: 4, freeDiskBytes: 1, totalDiskBytes: 10, temperatureDc: 415 },
  ...{ voltageMv: 24_200, pppSessions: 190, hotspotSessions: null, pppoeMaxSessions: null, clockSkewMs: -40_000 },
};

describe('facts of a probe', () => {
  it('reads what is there and leaves out what is not', () => {
    const row = { version: '7.16.2 (stable)', uptime: '1w2d3h4m5s', 'cpu-load': '3', 'free-memory': '801112064' };
    expect(resourceFacts([row])).toMatchObject({
      rosVersion: '7.16.2',
      uptimeSeconds: 788_645,
      totalMemoryBytes: null,
    });
    expect(resourceFacts([])).toMatchObject({ rosVersion: '', uptimeSeconds: null, cpuLoad: null });
  });

  it.each<[string, Record<string, string>[], number | null, number | null]>([
    [
      'RouterOS 7',
      [
        { name: 'voltage', value: '24.2' },
        { name: 'temperature', value: '41' },
      ],
      410,
      24_200,
    ],
    ['RouterOS 6', [{ voltage: '24.2', temperature: '41', 'fan-mode': 'auto' }], 410, 24_200],
    ['units', [{ voltage: '12V', temperature: '38C' }], 380, 12_000],
    ['several', [{ 'cpu-temperature': '61', 'board-temperature1': 'x', temperature: '44' }], 610, null],
    [
      'two supplies',
      [
        { name: 'psu1-voltage', value: '0' },
        { name: 'psu2-voltage', value: '48.1' },
      ],
      null,
      48_100,
    ],
    ['none (CHR)', [], null, null],
  ])('reads sensors of %s', (_, rows, temperatureDc, voltageMv) => {
    expect(sensorFacts(rows)).toEqual({ temperatureDc, voltageMv });
  });

  it.each<[string, Record<string, string>[], number | null]>([
    ['no server', [], null],
    ['unlimited', [{ 'max-sessions': 'unlimited' }], null],
    ['one of them without limit', [{ 'max-sessions': '100' }, {}], null],
    ['the sum', [{ 'max-sessions': '100' }, { 'max-sessions': '50' }], 150],
    ['not those that are off', [{ 'max-sessions': '100' }, { 'max-sessions': '50', disabled: 'true' }], 100],
  ])('counts the sessions of PPPoE servers: %s', (_, servers, limit) => {
    expect(pppoeLimit(servers)).toBe(limit);
  });

  it('takes the fullest limit', () => {
    expect(sessionUse(FACTS, { pppoe: 200, hotspot: 10 })).toEqual({ sessions: 190, limit: 200, percent: 95 });
    expect(sessionUse({ ...FACTS, pppoeMaxSessions: 380 }, { pppoe: null, hotspot: null }).percent).toBe(50);
    expect(sessionUse({ ...FACTS, hotspotSessions: 10 }, { pppoe: 200, hotspot: 10 })).toMatchObject({
      sessions: 200,
      limit: 10,
      percent: 100,
    });
    expect(sessionUse(FACTS, { pppoe: null, hotspot: null })).toEqual({ sessions: 190, limit: null, percent: null });
  });

  it('is measured only where it is known', () => {
    expect(measured(FACTS, { pppoe: 200, hotspot: null })).toEqual({
      ...{ LATENCY: 2, CPU: 7, MEMORY: 75, TEMPERATURE: 41.5, DISK: 90, CLOCK: 40_000, SESSIONS: 95 },
    });
    const silent = { ...FACTS, clockSkewMs: null, temperatureDc: null, freeDiskBytes: null, cpuLoad: null };
    expect(Object.keys(measured(silent, { pppoe: null, hotspot: null }))).toEqual(['LATENCY', 'MEMORY']);
    expect([usedPercent(1, 0), usedPercent(5, 4)]).toEqual([null, 0]);
    expect([countOf([{ ret: '12' }]), countOf([])]).toEqual([12, null]);
  });
});
