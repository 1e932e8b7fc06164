import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() && path.endsWith('.ts') ? [path] : [];
  });
}

const sources = [...filesBelow('libs'), ...filesBelow('apps')]
  .filter((path) => !/(\.spec|-spec)\.ts$/.test(path) && !path.startsWith('libs/testing/'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** Files outside `rooms` whose code (comments aside) matches. */
function outside(rooms: RegExp, pattern: RegExp): string[] {
  return sources
    .filter(({ path, text }) => !rooms.test(path) && pattern.test(withoutComments(text)))
    .map(({ path }) => path);
}

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

describe('house rules in the sources', () => {
  it('reads sources at all', () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  it.each([
    ['the environment', /^libs\/platform\/src\/config\/|^apps\/simulator\/src\/main\.ts$/, /process\.env\b/],
    [
      'the clock',
      /^libs\/core\/src\/(time|ids)\/|^libs\/platform\/src\/clock\/|^apps\/simulator\//,
      /Date\.now\(|new Date\(\)/,
    ],
    ['chance', /^apps\/simulator\//, /Math\.random\(/],
    ['forwardRef', /^$/, /\bforwardRef\b/],
    ['any', /^$/, /(:|as|<)\s*any\b(?!\w)/],
    ['skipped checks', /^$/, /@ts-(ignore|nocheck)/],
    ['console', /^apps\/(cli|simulator)\//, /\bconsole\./],
    ['synchronize', /^$/, /synchronize:\s*true/],
  ])('keeps %s in its room', (_what, rooms, pattern) => {
    expect(outside(rooms, pattern)).toEqual([]);
  });

  it('keeps every file short', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 400).map(({ path }) => path);
    expect(long.filter((path) => !path.includes('/migrations/'))).toEqual([]);
  });

  it('gives every lib a README and one door', () => {
    const libs = readdirSync(join(root, 'libs')).filter((name) => !['core', 'testing'].includes(name));
    const missing = libs.filter((name) => !readdirSync(join(root, 'libs', name)).includes('README.md'));
    expect(missing).toEqual([]);
  });

  it('lists entities by name, never by a glob', () => {
    expect(outside(/^$/, /entities:\s*\[\s*['"`]/)).toEqual([]);
  });
});
