import { spawn } from 'node:child_process';
import { ROOT } from '../paths.mjs';

const KEEP = 200_000;
const LINGER_MS = 60_000;
const running = new Set();

/**
 * Runs a Node program and keeps the end of what it prints.
 *
 * @param {object} options
 * @param {boolean} [options.show] its output goes to our stderr as well
 * @param {number} [options.timeoutMs] afterwards it is killed
 * @param {() => boolean} [options.isDone] once this says yes, it must end by itself within a minute
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>}
 */
export function runNode(args, { env = process.env, show = false, timeoutMs = 30 * 60_000, isDone = () => false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    let timedOut = false;
    const take = (chunk) => {
      output = (output + chunk).slice(-KEEP);
      if (show) process.stderr.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    let deadline = Date.now() + timeoutMs;
    const timer = setInterval(() => {
      if (isDone()) deadline = Math.min(deadline, Date.now() + LINGER_MS);
      if (Date.now() < deadline) return;
      timedOut = true;
      child.kill('SIGKILL');
    }, 1_000);
    child.once('error', (e) => take(e.message));
    child.once('close', (code) => {
      clearInterval(timer);
      running.delete(child);
      resolve({ code: code ?? 1, output, timedOut });
    });
  });
}

/** Ends what still runs, when the test run itself is told to leave. */
export function killRunning() {
  for (const child of running) child.kill('SIGKILL');
}
