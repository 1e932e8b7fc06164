import { Socket } from 'node:net';
import { type INestApplicationContext } from '@nestjs/common';
import { type RouterOsTransport, RouterOsTransports, RouterPool } from '@app/mikrotik';

/** Counts every command that is given to the pool or to a connection, and every connection, until it has ended. */
export class ExecLedger {
  readonly open = new Set<RouterOsTransport>();
  readonly unhandled: unknown[] = [];
  private readonly running = new Set<string>();
  private count = 0;
  private readonly listener = (reason: unknown): void => {
    this.unhandled.push(reason);
  };

  constructor(app: INestApplicationContext) {
    process.on('unhandledRejection', this.listener);
    this.followPool(app.get(RouterPool, { strict: false }));
    this.followTransports(app.get(RouterOsTransports, { strict: false }));
  }

  /** What began and has not ended, by its first word. */
  get unsettled(): string[] {
    return [...this.running];
  }

  get total(): number {
    return this.count;
  }

  stop(): void {
    process.off('unhandledRejection', this.listener);
  }

  private followPool(pool: RouterPool): void {
    const execAll = pool.execAll.bind(pool);
    pool.execAll = (routerId, sentences, options) =>
      this.track(`pool ${sentences[0]?.[0] ?? ''}`, execAll(routerId, sentences, options));
  }

  private followTransports(transports: RouterOsTransports): void {
    const open = transports.open.bind(transports);
    transports.open = async (endpoint, options) => {
      const transport = await this.track('open', open(endpoint, options));
      const exec = transport.exec.bind(transport);
      transport.exec = (words, execOptions) => this.track(words[0] ?? '', exec(words, execOptions));
      this.open.add(transport);
      transport.onClosed(() => this.open.delete(transport));
      return transport;
    };
  }

  private async track<T>(what: string, work: Promise<T>): Promise<T> {
    const name = `${++this.count} ${what}`;
    this.running.add(name);
    try {
      return await work;
    } finally {
      this.running.delete(name);
    }
  }
}

/**
 * Sockets of connections to these ports that are still open: ours, and those ends of the routers that have not been told
 * goodbye. A half-open router keeps its end for ever, told or not.
 */
export function openSockets(ports: readonly number[]): { ours: number; untold: number } {
  const handles = (process as unknown as { _getActiveHandles(): unknown[] })._getActiveHandles();
  const sockets = handles.filter((one) => one instanceof Socket).filter(({ destroyed }) => !destroyed);
  return {
    ours: sockets.filter(({ remotePort = 0 }) => ports.includes(remotePort)).length,
    untold: sockets.filter(({ localPort = 0, readableEnded }) => ports.includes(localPort) && !readableEnded).length,
  };
}
