import { mapInSlices } from './map-in-slices';

describe('a long list in slices', () => {
  const list = Array.from({ length: 1_000 }, (_, n) => n);
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is mapped in its order, and others have their turn in between', async () => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => (now += 5));
    let turns = 0;
    const count = (): void => {
      turns++;
      if (turns < 1_000) setImmediate(count);
    };
    setImmediate(count);
    expect(await mapInSlices(list, (n) => n * 2)).toEqual(list.map((n) => n * 2));
    expect(turns).toBeGreaterThan(3);
    turns = 1_000;
  });

  it('fails with what the mapping throws, and goes no further', async () => {
    const seen: number[] = [];
    const failing = mapInSlices(list, (n) => {
      seen.push(n);
      if (n === 3) throw new Error('bad');
    });
    await expect(failing).rejects.toThrow('bad');
    expect(seen).toEqual([0, 1, 2, 3]);
  });
});
