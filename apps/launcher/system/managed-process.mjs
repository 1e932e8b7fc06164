import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../paths.mjs';

const MAX_RESTARTS = 5;
const STEADY_MS = 60_000;
const KEEP_LOG_BYTES = 10 * 1024 * 1024;

/**
 * One process of the system: its output goes to a log file, a crash is reported and it is started again a few times,
 * later and later. Of its own process group, so that Ctrl-C reaches the launcher only and each process gets one SIGTERM;
 * the ipc channel tells it when the launcher is killed.
 */
export class ManagedProcess {
  restarts = 0;
  stopping = false;

  /**
   * @param {object} options
   * @param {string} options.name for messages and the log file
   * @param {string} options.main the compiled entry point
   * @param {object} options.env
   * @param {string} options.logs folder of the log files
   * @param {boolean} [options.verbose] output to our terminal instead of the file
   * @param {Function} options.log
   * @param {(name: string) => void} options.onGiveUp it crashed too often
   * @param {() => void} options.onStart it has a (new) process number
   */
  constructor(options) {
    Object.assign(this, options);
    this.logFile = path.join(options.logs, `${options.name}.log`);
  }

  get pid() {
    return this.child?.pid;
  }

  get isRunning() {
    return Boolean(this.child) && this.child.exitCode === null && this.child.signalCode === null;
  }

  start() {
    const output = this.verbose ? null : this.openLog();
    const stdio = ['ignore', output ?? 'inherit', output ?? 'inherit', 'ipc'];
    const detached = process.platform !== 'win32';
    const started = Date.now();
    this.child = spawn(process.execPath, ['--enable-source-maps', this.main], {
      cwd: ROOT,
      env: this.env,
      stdio,
      detached,
    });
    if (output !== null) fs.closeSync(output);
    this.onStart();
    this.child.once('error', (e) => this.ended(started, e.message));
    this.child.once('exit', (code, signal) => this.ended(started, signal ?? `code ${code}`));
  }

  /** SIGTERM, and SIGKILL when it does not leave in time. */
  async stop(timeoutMs = 20_000) {
    this.stopping = true;
    clearTimeout(this.timer);
    if (!this.isRunning) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    const killer = setTimeout(() => {
      this.log(`${this.name} did not end within ${timeoutMs / 1000} s, killing it`);
      this.child.kill('SIGKILL');
    }, timeoutMs);
    this.child.kill('SIGTERM');
    await gone;
    clearTimeout(killer);
  }

  /** The end of its log, for a message about what went wrong. */
  tail(lines = 12) {
    if (this.verbose || !fs.existsSync(this.logFile)) return '';
    const text = fs.readFileSync(this.logFile).subarray(-20_000).toString('utf8');
    return text.trim().split('\n').slice(-lines).join('\n');
  }

  ended(started, how) {
    if (this.stopping) return;
    if (Date.now() - started > STEADY_MS) this.restarts = 0;
    this.log(`${this.name} ended unexpectedly (${how}). The end of ${this.logFile}:\n${this.tail()}`);
    if (++this.restarts > MAX_RESTARTS) {
      this.stopping = true;
      this.onGiveUp(this.name);
      return;
    }
    const pauseMs = 500 * 2 ** (this.restarts - 1);
    this.log(`starting ${this.name} again in ${pauseMs / 1000} s (${this.restarts} of ${MAX_RESTARTS})`);
    this.timer = setTimeout(() => this.start(), pauseMs);
  }

  openLog() {
    fs.mkdirSync(this.logs, { recursive: true });
    if (fs.existsSync(this.logFile) && fs.statSync(this.logFile).size > KEEP_LOG_BYTES) {
      fs.renameSync(this.logFile, `${this.logFile}.1`);
    }
    return fs.openSync(this.logFile, 'a', 0o600);
  }
}
