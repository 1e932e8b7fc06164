import { spawn } from 'node:child_process';
import { mainOf, ROOT } from '../paths.mjs';

/**
 * Runs a command of apps/cli and returns what it printed.
 *
 * @param {AbortSignal} [signal] ends it
 * @throws Error with the end of its messages when it fails
 */
export function callCli(args, env, signal) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = spawn(process.execPath, [mainOf('cli'), ...args], { cwd: ROOT, env, stdio, signal });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr = (stderr + chunk).slice(-8_000)));
    child.once('error', reject);
    child.once('close', (code, how) => {
      if (code === 0) resolve(stdout.trim());
      else
        reject(new Error(`langgan ${args.join(' ')} failed (${how ?? `code ${code}`}):\n${(stdout + stderr).trim()}`));
    });
  });
}

/** Runs a command of apps/cli on our terminal; returns its exit code. Signals of the terminal reach it directly. */
export function passToCli(args, env) {
  return passTo([mainOf('cli'), ...args], env);
}

/** Runs a Node program on our terminal; returns its exit code. */
export function passTo(nodeArguments, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--enable-source-maps', ...nodeArguments], {
      cwd: ROOT,
      env,
      stdio: 'inherit',
    });
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
    child.once('error', () => resolve(127));
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
