import { SecurityRules } from './security-rules.mjs';

/** Counts what ran and says at the end what was left out and why. */
export class Report {
  passed = 0;
  failed = 0;
  skipped = 0;
  leftOut = [];
  rules = new SecurityRules();

  constructor(print) {
    this.print = print;
  }

  /** One finished stage. */
  add(title, { passed, failed, skipped, output }, milliseconds) {
    this.passed += passed;
    this.failed += failed;
    this.skipped += skipped;
    const counts = [`${passed} passed`, failed && `${failed} failed`, skipped && `${skipped} skipped`].filter(Boolean);
    if (output) this.print(output.trimEnd());
    const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
    const nothing = passed + failed + skipped === 0;
    const mark = failed ? '✗' : nothing ? '–' : '✓';
    this.print(`${mark} ${title.padEnd(18)} ${counts.join(', ').padEnd(40)} ${seconds}`);
    if (nothing) this.leftOut.push(`${title}: there are no such tests`);
  }

  /** A part that could not run; its tests count as skipped. */
  leaveOut(what, why, tests = 0) {
    this.skipped += tests;
    this.leftOut.push(`${what}${tests ? ` (${tests} tests)` : ''}: ${why}`);
  }

  /** The end of the run: why something was left out, then the one line that sums up. */
  finish() {
    this.print(`left out: ${this.leftOut.join('; ') || 'nothing'}`);
    this.print(`${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`);
  }
}
