import { isUuid, uuidv7 } from './uuid-v7';

describe('uuidv7', () => {
  it('gives a hundred thousand ids that differ, sort as they were made, and say their version', () => {
    const before = Date.now();
    const ids = Array.from({ length: 100_000 }, () => uuidv7());
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
      true,
    );
    const time = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
    expect(time(ids[0] ?? '')).toBeGreaterThanOrEqual(before);
    // within one millisecond a counter goes on, so a burst may run a little ahead of the clock
    expect(time(ids.at(-1) ?? '') - Date.now()).toBeLessThan(100);
  });

  it('keeps its order when the clock is set back', () => {
    const first = uuidv7();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
    const second = uuidv7();
    clock.mockRestore();
    expect(second > first).toBe(true);
  });

  it('has 62 bits of chance behind the time', () => {
    const tails = Array.from({ length: 1_000 }, () => uuidv7().slice(19));
    expect(new Set(tails).size).toBe(1_000);
  });

  it.each([
    ['01890000-0000-7000-8000-000000000000', true],
    ['01890000-0000-7000-8000-00000000000G', false],
    ['018900000000700080000000000000000000', false],
    ['{01890000-0000-7000-8000-000000000000}', false],
    ['01890000-0000-7000-8000-000000000000\n', false],
    ['', false],
  ])('knows whether %j is a UUID', (text, expected) => {
    expect(isUuid(text)).toBe(expected);
  });
});
