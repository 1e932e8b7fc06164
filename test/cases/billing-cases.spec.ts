import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ANSWERS } from './answers';
import { CaseFileError, readCases } from './case-file';
import { checkCase } from './check-case';

/* The worked cases of billing.md, whole, on the code path of `npm run test:cases`; and a case for every other shape. */
const worked = readCases(join(__dirname, 'billing-cases.json'));
const more = readCases(join(__dirname, 'more-cases.json'));

describe('the worked cases', () => {
  it('are all there, each with an id of its own', () => {
    expect(worked).toHaveLength(50);
    expect(new Set([...worked, ...more].map((one) => one.id)).size).toBe(worked.length + more.length);
    expect(new Set(worked.map((one) => one.group))).toEqual(new Set(Object.keys(ANSWERS)));
  });

  it.each(worked.map((one) => [one.group, one.id, one] as const))('%s %s', (_group, _id, one) => {
    expect(checkCase(one)).toEqual([]);
  });
});

describe('the other shapes of the format', () => {
  it.each(more.map((one) => [one.group, one.id, one] as const))('%s %s', (_group, _id, one) => {
    expect(checkCase(one)).toEqual([]);
  });
});

describe('a case that does not hold', () => {
  const [one] = worked;

  it('is told with the field, what was expected and what came out', () => {
    const wrong = { group: 'tax-inclusive', id: 'W', given: { gross: 111 }, expect: { net: 100, tax: 12 } };
    expect(checkCase(wrong)).toEqual([{ field: 'tax', expected: 12, actual: 11 }]);
  });

  it('and one that nobody can answer is told too', () => {
    expect(checkCase({ ...one!, group: 'unheard-of' })).toHaveLength(1);
    expect(checkCase({ ...one!, given: {} })).toHaveLength(1);
    expect(checkCase({ ...one!, expect: { unheardOf: 1 } })).toEqual([{ field: 'unheardOf', expected: 1, actual: undefined }]);
  });
});

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'langgan-cases-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['an empty list', '[]', 'nothing was checked'],
    ['no list', '{}', 'not an array'],
    ['no JSON', 'x', 'JSON'],
    ['something else in the list', '[{ "id": "A" }]', 'item 0 is not a case'],
  ])('with %s is no success', (_, text, message) => {
    const file = join(folder, 'cases.json');
    writeFileSync(file, text);
    expect(() => readCases(file)).toThrow(CaseFileError);
    expect(() => readCases(file)).toThrow(message);
  });
});
