import { rowsOf } from './rest-answer';

const table = (count: number): Buffer =>
  Buffer.from(JSON.stringify(Array.from({ length: count }, (_, n) => ({ '.id': `*${n}`, name: `user${n}`, n }))));

describe('answers of the REST service', () => {
  it('a large table is taken in slices, whole and in order, and others have their turn', async () => {
    let turns = 0;
    let over = false;
    const count = (): void => {
      turns++;
      if (!over) setImmediate(count);
    };
    setImmediate(count);
    const rows = await rowsOf(table(10_000), undefined);
    over = true;
    expect(rows.map(({ name }) => name)).toEqual(Array.from({ length: 10_000 }, (_, n) => `user${n}`));
    expect(rows[7]).toEqual({ '.id': '*7', name: 'user7', n: '7' });
    expect(turns).toBeGreaterThanOrEqual(20);
  });

  it('nothing is no row, one object is one row, anything else is no answer of a router', async () => {
    expect(await rowsOf(Buffer.alloc(0), undefined)).toEqual([]);
    expect(await rowsOf(Buffer.from('[]'), undefined)).toEqual([]);
    expect(await rowsOf(Buffer.from('{"ret":"*1"}'), undefined)).toEqual([{ ret: '*1' }]);
    for (const odd of ['<html>', '[1]', '"x"', 'null']) {
      await expect(rowsOf(Buffer.from(odd), undefined)).rejects.toMatchObject({ code: 'EPROTO' });
    }
  });
});
