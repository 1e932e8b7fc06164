import { durationSeconds, hotspotReadings } from './hotspot-reading';

describe('what a router says of its hotspot users', () => {
  it('is read in every spelling of a duration', () => {
    expect(durationSeconds('1w2d3h4m5s')).toBe(788_645);
    expect(durationSeconds('1d00:05:10')).toBe(86_710);
    expect(durationSeconds('soon')).toBeUndefined();
  });

  it('is nothing of those who never were in', () => {
    expect(hotspotReadings([{ name: 'a', uptime: '0s', 'bytes-in': '0', 'bytes-out': '0' }], [])).toEqual([]);
  });

  it('counts a running session also where the user is counted at its end only', () => {
    const users = [{ name: 'a', uptime: '0s', 'bytes-in': '0', 'bytes-out': '0' }];
    const active = [{ user: 'a', uptime: '1m', 'bytes-in': '5', 'bytes-out': '7', 'mac-address': 'M' }];
    expect(hotspotReadings(users, active)).toEqual([
      { name: 'a', seconds: 60n, bytes: 12n, sessionSeconds: 60, mac: 'M' },
    ]);
  });
});
