import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const cli = join(root, 'dist/apps/cli/src/main.js');

/** What stands in the repository is what the code says; `npm run generate` writes both anew. */
describe('generated files', () => {
  let folder: string;

  beforeAll(() => {
    if (!existsSync(cli)) throw new Error('not built: run `npm run build` first (npm test does)');
    folder = mkdtempSync(join(tmpdir(), 'langgan generated '));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['openapi', 'docs/api/openapi.json'],
    ['env-example', '.env.example'],
  ])(
    '%s is up to date',
    (command, committed) => {
      const out = join(folder, command);
      execFileSync(process.execPath, [cli, command, '--out', out], {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      expect(readFileSync(out, 'utf8')).toBe(readFileSync(join(root, committed), 'utf8'));
    },
    60_000,
  );
});
