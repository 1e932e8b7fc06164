import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';

/** A server in a process of its own, and the connections to it. */
export class Server {
  private readonly agent: Agent;

  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** @param file such as `require.resolve('./product-process')` */
  static async start(file: string, args: readonly string[], connections: number): Promise<Server> {
    const child = fork(file, [...args], { execArgv: process.execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const gone = once(child, 'exit').then(() => Promise.reject(new Error(`${file} ended`)));
    const [{ port }] = (await Promise.race([once(child, 'message'), gone])) as [{ port: number }];
    gone.catch(() => undefined);
    return new Server(child, port, connections);
  }

  /** Milliseconds until the whole answer is there. @throws Error unless it is a 200 */
  async post(path: string, headers: Record<string, string>, body: string): Promise<number> {
    const started = performance.now();
    const status = await new Promise<number>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.port, method: 'POST', path, headers, agent: this.agent };
      const call = request(options, (answer) => {
        answer.resume();
        answer.on('end', () => {
          resolve(answer.statusCode ?? 0);
        });
      });
      call.on('error', reject);
      call.end(body);
    });
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    return performance.now() - started;
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    if (this.child.exitCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.disconnect();
    await gone;
  }
}
