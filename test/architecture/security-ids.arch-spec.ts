import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(__dirname, '../security');
const FAMILIES = { A: 8, Z: 5, S: 7, C: 4, L: 3, E: 4 };
const IDS = Object.entries(FAMILIES).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
);

const specs = readdirSync(FOLDER).filter((name) => name.endsWith('spec.ts'));

/** Titles of the outermost blocks of a file. */
function titlesOf(name: string): string[] {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  return [...text.matchAll(/^describe(?:\.each\([^)]*\))?\(\s*['"`]([^'"`]*)/gm)].map(([, title]) => title ?? '');
}

describe('tests of the rules of security', () => {
  it.each(IDS)('%s has a file, and a block whose title begins with it', (id) => {
    const files = specs.filter((name) => name.startsWith(`${id.toLowerCase()}-`));
    expect(files).not.toEqual([]);
    expect(files.filter((name) => titlesOf(name).some((title) => new RegExp(`^${id}\\b`).test(title)))).not.toEqual([]);
  });

  it('are all named by a rule, so that none of them counts for nothing', () => {
    const nameless = specs.filter((name) => !titlesOf(name).every((title) => /^[AZSCLE]\d\b/.test(title)));
    expect(nameless).toEqual([]);
  });

  it('are all explained in docs/security.md', () => {
    const document = readFileSync(resolve(__dirname, '../../docs/security.md'), 'utf8');
    expect(IDS.filter((id) => !document.includes(`**${id}**`))).toEqual([]);
  });
});
