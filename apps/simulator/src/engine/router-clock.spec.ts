import { versionProfile } from '../versions/version-profile';
import { RouterClock } from './router-clock';

const NOON = Date.UTC(2026, 0, 2, 3, 11, 12);
const clockOf = (line: '6.49' | '7.10', zone = 'Asia/Jakarta'): RouterClock =>
  new RouterClock(versionProfile(line), zone, () => NOON);

describe('RouterClock', () => {
  it('writes dates as the line does', () => {
    expect(clockOf('6.49').dateTime()).toBe('jan/02/2026 10:11:12');
    expect(clockOf('7.10').dateTime()).toBe('2026-01-02 10:11:12');
    expect(clockOf('6.49').never).toBe('jan/01/1970 00:00:00');
    expect(clockOf('7.10').never).toBe('1970-01-01 00:00:00');
  });

  it('knows its zone and its own error', () => {
    expect(clockOf('7.10').gmtOffset()).toBe('+07:00');
    expect(clockOf('7.10', 'Asia/Jayapura').gmtOffset()).toBe('+09:00');
    expect(clockOf('7.10', 'America/St_Johns').gmtOffset()).toBe('-03:30');
    const wrong = clockOf('7.10');
    wrong.offsetMs = 86_400_000;
    expect(wrong.date()).toBe('2026-01-03');
  });
});
