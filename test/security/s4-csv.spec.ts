import fc from 'fast-check';
import { csvCell, csvLine } from '@app/platform';

/** A plain reader of RFC 4180, for one line. */
function read(line: string): string[] {
  const cells: string[] = [];
  for (let rest = `,${line.slice(0, -2)}`; rest !== '';) {
    const [whole = '', quoted, plain] = /^,(?:"((?:[^"]|"")*)"|([^",\r\n]*))/.exec(rest) ?? [];
    if (whole === '') throw new Error(`not a cell: ${JSON.stringify(rest)}`);
    cells.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    rest = rest.slice(whole.length);
  }
  return cells;
}

describe('S4 cells of an export', () => {
  it.each(['=1+1', '+62811', '-1', '@SUM(A1)', '\tx', '\rx', '\0x', '=cmd|/C calc!A0'])('%j is no formula', (text) => {
    expect(read(csvLine([text, 'end']))[0]).toBe(`'${text}`);
  });

  it('are quoted by RFC 4180, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 6 }), (values) => {
        const back = read(csvLine(values));
        expect(back.map((cell, n) => (cell === values[n] ? cell : cell.slice(1)))).toEqual(values);
        expect(back.some((cell) => /^[=+\-@\t\r\0]/.test(cell))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keep numbers as numbers', () => {
    expect([-5, 12n, -7n, true, null, undefined].map(csvCell)).toEqual(['-5', '12', '-7', 'true', '', '']);
    expect(csvCell('-5')).toBe(`'-5`);
  });
});
