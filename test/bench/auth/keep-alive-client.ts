import { Agent, request } from 'node:http';

/** One connection that stays open: what is timed is the request, not the handshake. */
export class KeepAliveClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly port: number) {}

  /** Milliseconds until the whole answer is there. @throws Error unless it is a 200 */
  async time(path: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
    const start = performance.now();
    const status = await this.get(path, headers);
    const took = performance.now() - start;
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    return took;
  }

  close(): void {
    this.agent.destroy();
  }

  private get(path: string, headers: Readonly<Record<string, string>>): Promise<number> {
    return new Promise((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port: this.port, path, headers, agent: this.agent }, (answer) => {
        answer.resume();
        answer.on('end', () => {
          resolve(answer.statusCode ?? 0);
        });
        answer.on('error', reject);
      });
      call.on('error', reject);
      call.end();
    });
  }
}
