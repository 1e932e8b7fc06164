import path from 'node:path';
import { ROOT } from '../paths.mjs';
import { prepare } from '../prepare/prepare.mjs';
import { runNode } from './program.mjs';

const bin = (...parts) => path.join(ROOT, 'node_modules', ...parts);

const COMMANDS = {
  format: [bin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  lint: [bin('eslint', 'bin', 'eslint.js'), '--config', '.config/eslint.config.mjs', '.'],
  types: [bin('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'tsconfig.json'],
};

/**
 * A check that is no Jest suite; it counts as one test.
 *
 * @returns {Promise<{ passed: number, failed: number, skipped: number, output: string }>}
 */
export async function runCheck(name, { env, verbose }) {
  const { ok, output } = name === 'build' ? await compile() : await tool(COMMANDS[name], { env, show: verbose });
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, output: ok ? '' : output };
}

async function tool(command, options) {
  const { code, output } = await runNode(command, options);
  return { ok: code === 0, output };
}

async function compile() {
  try {
    await prepare({ log: () => {} });
    return { ok: true, output: '' };
  } catch (e) {
    return { ok: false, output: e.message };
  }
}
