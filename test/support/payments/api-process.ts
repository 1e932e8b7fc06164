import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TEST_ENVIRONMENT } from '../api-app';
import { type SignedCallback } from './pay-scene';

const ROOT = join(__dirname, '../../..');
const START_MS = 120_000;

/** Status and body of an answer; status 0: there was none. */
export interface Answer {
  status: number;
  body: string;
}

/** A port that nobody uses. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The real API in a process of its own, from its sources. */
export class ApiProcess {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  private readonly lines: Buffer[] = [];

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => this.lines.push(part));
  }

  /** What it has written so far, where it was started with a `LOG_LEVEL`. */
  get log(): string {
    return Buffer.concat(this.lines).toString();
  }

  static async start(databaseUrl: string, env: Record<string, string> = {}): Promise<ApiProcess> {
    const port = await freePort();
    const args = ['-r', join(ROOT, 'test/support/ts-register.cjs'), join(ROOT, 'apps/api/src/main.ts')];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: env.LOG_LEVEL === undefined ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      env: {
        ...{ PATH: process.env.PATH, HOME: process.env.HOME, ...TEST_ENVIRONMENT },
        ...{ DATABASE_URL: databaseUrl, PORT: String(port), HOST: '127.0.0.1', PROCESS_ROLES: 'api', ...env },
      },
    });
    const api = new ApiProcess(child, port);
    await api.until(async () => (await api.get('/health/live')).status === 200, START_MS);
    return api;
  }

  async get(path: string): Promise<Answer> {
    return this.send('GET', path, {}, '');
  }

  async post({ path, headers, body }: SignedCallback): Promise<Answer> {
    return this.send('POST', path, headers, body);
  }

  /** Waits until `check` holds. @throws Error when the process ends or the time is over */
  async until(check: () => Promise<boolean>, timeoutMs: number): Promise<void> {
    const end = performance.now() + timeoutMs;
    while (!(await check())) {
      if (this.child.exitCode !== null) throw new Error(`the API ended with ${this.child.exitCode}`);
      if (performance.now() > end) throw new Error('the API does not come up');
      await sleep(100);
    }
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    if (this.child.exitCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await gone;
  }

  private async send(method: string, path: string, headers: Record<string, string>, body: string): Promise<Answer> {
    return new Promise((resolve) => {
      const options = { host: '127.0.0.1', port: this.port, method, path, headers, agent: this.agent };
      const call = request(options, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString() });
        });
      });
      call.on('error', () => {
        resolve({ status: 0, body: '' });
      });
      call.end(body);
    });
  }
}
