import { spawn } from 'node:child_process';
import { ROOT } from '../paths.mjs';

/**
 * Runs a program to its end, its output on our stderr so that the stdout of commands stays their result.
 *
 * @returns {Promise<number>} the exit code; 127 when the program cannot be started, 1 when a signal ended it
 */
export function run(command, args, { env = process.env, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env, shell, stdio: ['ignore', 2, 2] });
    const stop = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
    const end = (code) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.removeListener(signal, stop);
      resolve(code);
    };
    child.once('error', () => end(127));
    child.once('exit', (code) => end(code ?? 1));
  });
}
