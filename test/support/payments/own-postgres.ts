import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './api-process';

const HOLD = join(__dirname, '../../launcher/hold-postgres.mjs');

/** A PostgreSQL that a test may stop and start again, with its data. */
export class OwnPostgres {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly dir: string,
    private readonly port: number,
  ) {}

  static async create(): Promise<OwnPostgres> {
    return new OwnPostgres(await mkdtemp(join(tmpdir(), 'langgan-f6-')), await freePort());
  }

  /** @returns its address */
  async start(): Promise<string> {
    const child = spawn(process.execPath, [HOLD, this.dir, String(this.port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child = child;
    const lines = createInterface({ input: child.stdout });
    for await (const line of lines) {
      const told = JSON.parse(line) as { event: string; url?: string; message?: string };
      if (told.event === 'ready' && told.url !== undefined) return told.url;
      if (told.event === 'failed') throw new Error(told.message);
    }
    throw new Error('PostgreSQL did not start');
  }

  async stop(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child?.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.dir, { recursive: true, force: true });
  }
}
