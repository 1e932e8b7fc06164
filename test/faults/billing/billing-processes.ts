import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database } from '@app/platform';

const REGISTER = join(__dirname, '../../support/ts-register.cjs');

/** Starts a process of its own from a source file; it has this process's environment as it is now. */
export async function startProcess(file: string, untilMessage = true): Promise<ChildProcess> {
  // why: Jest's environment is a copy, which a child does not inherit by itself
  const options = { execArgv: ['-r', REGISTER], env: { ...process.env }, stdio: 'inherit' as const };
  const child = fork(file, options);
  if (!untilMessage) return child;
  const gone = once(child, 'exit').then(() => Promise.reject(new Error('the child did not come to run')));
  await Promise.race([once(child, 'message'), gone]);
  return child;
}

/** Invoices, lines, highest number and what is still due of the scene of the bench. */
export async function figuresOf(
  database: Database,
): Promise<{ invoices: number; lines: number; top: bigint | null; due: number }> {
  const row = await database.queryOne<{ invoices: number; lines: number; top: bigint | null; due: number }>(
    `select (select count(*)::int from invoices) as invoices, (select count(*)::int from invoice_lines) as lines,
            (select max(seq) from invoices) as top,
            (select count(*)::int from subscriptions where next_period_start = '2025-11-01') as due`,
  );
  if (!row) throw new Error('no figures');
  return row;
}

/** Waits until a run has got so far, or is over. */
export async function untilBilled(database: Database, target: number, running: () => boolean): Promise<void> {
  while (running() && (await figuresOf(database)).invoices < target) await sleep(2);
}
