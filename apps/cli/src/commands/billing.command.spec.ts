import { instant } from './billing.command';

describe('an instant on the command line', () => {
  it.each([
    ['2026-03-01T00:00:00+07:00', '2026-02-28T17:00:00.000Z'],
    ['2026-03-01T00:00Z', '2026-03-01T00:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(instant(text).toISOString()).toBe(expected);
  });

  it.each(['2026-03-01', '2026-03-01T00:00:00', 'tomorrow', '2026-13-01T00:00:00Z', '1772323200'])(
    'refuses %s',
    (text) => {
      expect(() => instant(text)).toThrow(/ISO 8601 instant with zone/);
    },
  );
});
