import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReceivedCommand, type RouterOptions } from '../../../apps/simulator/src';

const MAIN = join(__dirname, '..', '..', '..', 'apps', 'simulator', 'src', 'main.js');

interface Ready {
  controlPort: number;
  routers: { name: string; port: number }[];
}

/** The simulator in a process of its own, as routers are machines of their own, steered over its control API. */
export class SimulatorProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly ready: Ready,
    private readonly folder: string,
  ) {}

  static async start(routers: readonly RouterOptions[]): Promise<SimulatorProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'langgan-bench-'));
    const file = join(folder, 'routers.json');
    writeFileSync(file, JSON.stringify(routers));
    const child = fork(MAIN, ['--port', '0', '--routers', file], {
      env: { ...process.env, EXIT_WITH_PARENT: '1' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const ready = await new Promise<Ready>((resolve, reject) => {
      child.once('message', (message) => {
        resolve(message as Ready);
      });
      child.once('exit', (code) => {
        reject(new Error(`the simulator ended with ${String(code)}`));
      });
    });
    return new SimulatorProcess(child, ready, folder);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  port(name: string): number {
    const found = this.ready.routers.find((router) => router.name === name);
    if (!found) throw new Error(`there is no router ${name}`);
    return found.port;
  }

  /** Everything that clients have sent so far, newest last; writes only if asked. */
  async commands(name: string, writesOnly = false): Promise<ReceivedCommand[]> {
    const query = `limit=1000000${writesOnly ? '&writes' : ''}`;
    const { commands } = await this.ask<{ commands: ReceivedCommand[] }>(
      'GET',
      `/api/routers/${name}/commands?${query}`,
    );
    return commands;
  }

  async rows(name: string, menu: string): Promise<Record<string, string>[]> {
    return (await this.ask<{ rows: Record<string, string>[] }>('GET', `/api/routers/${name}/rows?menu=${menu}`)).rows;
  }

  async faults(name: string, settings: object | null): Promise<void> {
    await this.ask(settings === null ? 'DELETE' : 'PUT', `/api/routers/${name}/faults`, settings ?? undefined);
  }

  async dial(name: string, subscriber: string): Promise<void> {
    await this.ask('POST', `/api/routers/${name}/dial`, { name: subscriber });
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ask<T>(method: string, path: string, body?: object): Promise<T> {
    const url = `http://127.0.0.1:${this.ready.controlPort}${path}`;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, body ? { method, headers, body: JSON.stringify(body) } : { method, headers });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }
}
