import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const ROOT = resolve(__dirname, '../..');

/** A program of the launcher under test, its output line by line. */
export class LauncherProcess {
  readonly lines: string[] = [];
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;
  private wake: () => void = () => undefined;

  constructor(script: string, args: readonly string[], env: Record<string, string> = {}) {
    // why: what the test run itself sets must not reach the program
    const own = ['DATABASE_URL', 'REDIS_URL', 'NODE_ENV', 'JEST_WORKER_ID', 'npm_lifecycle_event'];
    const inherited = Object.entries(process.env).filter(([name]) => !own.includes(name));
    this.child = spawn(process.execPath, [resolve(ROOT, script), ...args], {
      cwd: ROOT,
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream)
        createInterface({ input: stream }).on('line', (line) => {
          this.take(line);
        });
    }
    this.ended = once(this.child, 'close').then(([code]: (number | null)[]) => {
      this.wake();
      return code ?? null;
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get output(): string {
    return this.lines.join('\n');
  }

  /** The first line, from `from` on, that fits. */
  async line(pattern: RegExp, timeoutMs = 25_000): Promise<string> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const found = this.lines.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      const over = this.child.exitCode !== null || this.child.signalCode !== null || Date.now() > deadline;
      if (over) throw new Error(`no line ${String(pattern)} in:\n${this.output}`);
      await new Promise<void>((done) => {
        this.wake = done;
        setTimeout(done, 200);
      });
    }
  }

  /** The next message of `hold-postgres.mjs` with this event. */
  async message<T>(event: string): Promise<T> {
    return JSON.parse(await this.line(new RegExp(`"event":"(${event}|failed)"`))) as T;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Resolves to the exit code; null when a signal ended it. */
  async exit(): Promise<number | null> {
    return this.ended;
  }

  private take(line: string): void {
    this.lines.push(line);
    this.wake();
  }
}

/** Is there such a process? One that ended but that nobody has taken notice of (a zombie) does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits until `condition` holds. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 15_000,
): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; !(await condition());) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
