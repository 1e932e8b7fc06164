import { execFileSync } from 'node:child_process';
import { LauncherProcess, ROOT } from './launcher-process';

/** Runs a few lines with modules of the launcher; what they print comes back line by line. */
function evaluate(code: string): string[] {
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT, encoding: 'utf8' });
  return answer.trim().split('\n');
}

describe('npm test', () => {
  it('runs the named suite and ends with one line that sums up', async () => {
    const run = new LauncherProcess('apps/launcher/test.mjs', ['unit', 'apps/cli/src/env-example', '--seed', '7']);
    expect(await run.exit()).toBe(0);
    expect(run.lines).toContain('seed 7');
    expect(run.lines.at(-2)).toBe('left out: nothing');
    expect(run.lines.at(-1)).toMatch(/^[1-9]\d* passed, 0 failed, 0 skipped$/);
  });

  it('refuses an option that it does not know', async () => {
    const run = new LauncherProcess('apps/launcher/test.mjs', ['--sed', '7']);
    expect(await run.exit()).toBe(2);
  });

  it('counts what failed and what was left out, and says why', () => {
    const lines = evaluate(`
      import { Report } from './apps/launcher/suites/report.mjs';
      const report = new Report(console.log);
      report.add('unit', { passed: 3, failed: 0, skipped: 1, output: '' }, 10);
      report.add('int', { passed: 1, failed: 2, skipped: 0, output: 'what went wrong' }, 10);
      report.add('contract', { passed: 0, failed: 0, skipped: 0, output: '' }, 10);
      report.leaveOut('the Redis pass of store', 'no redis-server', 5);
      report.finish();`);
    expect(lines).toContain('what went wrong');
    expect(lines.at(-2)).toBe(
      'left out: contract: there are no such tests; the Redis pass of store (5 tests): no redis-server',
    );
    expect(lines.at(-1)).toBe('4 passed, 2 failed, 6 skipped');
  });

  it('builds before suites that need the build, and runs everything when nothing is named', () => {
    const [some, all] = evaluate(`
      import { readOptions } from './apps/launcher/suites/options.mjs';
      console.log(readOptions(['e2e', 'lint']).stages.join());
      console.log(readOptions([]).stages.join());`);
    expect(some).toBe('lint,build,e2e');
    expect(all).toBe('format,lint,types,build,arch,unit,int,store,e2e,contract,scenarios,faults');
  });
});

describe('a build in a folder with letters beyond ASCII', () => {
  it('has no absolute paths left in it', () => {
    const [text] = evaluate(`
      import fs from 'node:fs';
      import os from 'node:os';
      import path from 'node:path';
      import { repairAbsoluteRequires } from './apps/launcher/prepare/absolute-requires.mjs';
      const root = fs.mkdtempSync(path.join(os.tmpdir(), 'pelanggän '));
      const folder = path.join(root, 'dist', 'libs', 'a');
      fs.mkdirSync(folder, { recursive: true });
      const escaped = root.replace('ä', '\\\\u00E4');
      fs.writeFileSync(path.join(folder, 'x.js'), 'require("' + escaped + '/libs/b/y.dto").Y');
      repairAbsoluteRequires(root, path.join(root, 'dist'));
      console.log(fs.readFileSync(path.join(folder, 'x.js'), 'utf8'));
      fs.rmSync(root, { recursive: true });`);
    expect(text).toBe('require("../../libs/b/y.dto").Y');
  });
});
