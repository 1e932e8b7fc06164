import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generatePassword, PppoeConfig } from '@app/pppoe';

const root = resolve(__dirname, '../..');

describe('C3 (PPPoE passwords; vouchers come with their step)', () => {
  const sources = ['libs', 'apps/api', 'apps/worker', 'apps/cli'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('spec.ts'))
      .map((path) => ({ path: join(folder, path), text: readFileSync(join(root, folder, path), 'utf8') })),
  );

  it('no secret comes from Math.random or from the time', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.filter(({ text }) => text.includes('Math.random(')).map(({ path }) => path)).toEqual([]);
  });

  it('passwords are made by node:crypto alone', () => {
    const makers = sources.filter(({ path }) => /(password-generator|opaque-token|api-key)\.ts$/.test(path));
    expect(makers.length).toBeGreaterThanOrEqual(3);
    for (const { path, text } of makers) expect([path, text.includes("from 'node:crypto'")]).toEqual([path, true]);
  });

  it('there are far more than 10^10 of them, all equally likely', () => {
    const { passwordLength } = new PppoeConfig();
    const passwords = Array.from({ length: 20_000 }, () => generatePassword(passwordLength));
    expect(new Set(passwords).size).toBe(20_000);
    expect(passwords.every((password) => password.length === passwordLength)).toBe(true);
    const seen = new Map<string, number>();
    for (const letter of passwords.join('')) seen.set(letter, (seen.get(letter) ?? 0) + 1);
    expect(seen.size ** passwordLength).toBeGreaterThan(1e10);
    const expected = (20_000 * passwordLength) / seen.size;
    for (const [letter, count] of seen) {
      expect([letter, Math.abs(count - expected) < 6 * Math.sqrt(expected)]).toEqual([letter, true]);
    }
  });
});
