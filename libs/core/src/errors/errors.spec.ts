import { CoreErrors } from './core.errors';
import { DomainError, fill } from './domain-error';
import { defineErrors, errorCatalogue } from './registry';

const text = { id: 'Uji {n}', en: 'Test {n}' };
const TestErrors = defineErrors('TEST', { FIRST: { kind: 'rule', title: text, detail: text } });

describe('the registry of errors', () => {
  it('makes errors with code, kind, parameters and fields', () => {
    const error = TestErrors.FIRST({ n: 7 }, [{ path: 'a', code: 'B' }]);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'TEST_FIRST', kind: 'rule', params: { n: 7 }, message: 'TEST_FIRST: Test 7' });
    expect(error.fields).toEqual([{ path: 'a', code: 'B' }]);
  });

  it('recognises its own and nothing else', () => {
    expect(TestErrors.FIRST.matches(TestErrors.FIRST())).toBe(true);
    expect(TestErrors.FIRST.matches(CoreErrors.NOT_FOUND())).toBe(false);
    expect(TestErrors.FIRST.matches(new Error('TEST_FIRST'))).toBe(false);
    expect(TestErrors.FIRST.matches(undefined)).toBe(false);
  });

  it('lists every declared error once, by code', () => {
    const codes = errorCatalogue().map(({ code }) => code);
    expect(codes).toContain('TEST_FIRST');
    expect(codes).toContain('CORE_NOT_FOUND');
    expect(codes).toEqual([...new Set(codes)].sort((a, b) => a.localeCompare(b)));
  });

  it('refuses a code that is declared twice', () => {
    expect(() => defineErrors('TEST', { FIRST: { kind: 'rule', title: text } })).toThrow(/declared twice/);
  });

  it('puts in parameters, leaves visible what has none, and reads no prototype', () => {
    expect(fill('{a} {b} {a}', { a: 1 })).toBe('1 {b} 1');
    expect(fill('{constructor} {__proto__} {toString}', {})).toBe('{constructor} {__proto__} {toString}');
    expect(fill('{a}', { a: '{b}', b: 'x' })).toBe('{b}');
  });
});
