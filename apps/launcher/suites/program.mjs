import { spawn } from 'node:child_process';
import { ROOT } from '../paths.mjs';

const KEEP = 200_000;
const running = new Set();

/**
 * Runs a Node program and keeps the end of what it prints.
 *
 * @param {object} options
 * @param {boolean} [options.show] its output goes to our stderr as well
 * @param {number} [options.timeoutMs] afterwards it is killed
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>}
 */
export function runNode(args, { env = process.env, show = false, timeoutMs = 30 * 60_000 } = {}) {
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
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.once('error', (e) => take(e.message));
    child.once('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code: code ?? 1, output, timedOut });
    });
  });
}

/** Ends what still runs, when the test run itself is told to leave. */
export function killRunning() {
  for (const child of running) child.kill('SIGKILL');
}
