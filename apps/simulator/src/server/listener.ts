import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { isAllowed } from '../engine/addresses';
import { Session, type SessionContext } from './session';

/** The API port of one router: it can be closed and opened again and stays the same port. */
export class Listener {
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();
  private sessions = 0;
  private readonly host: string;
  private chosenPort: number;

  constructor(
    private readonly context: SessionContext,
    { host, port }: { host: string; port: number },
  ) {
    this.host = host;
    this.chosenPort = port;
  }

  get port(): number {
    return this.chosenPort;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.sockets.size;
  }

  get listening(): boolean {
    return this.server !== null;
  }

  /** Opens the port. @throws Error with code EADDRINUSE and the like */
  async open(): Promise<void> {
    if (this.server !== null) return;
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      this.accept(socket);
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.chosenPort, this.host, () => {
        server.off('error', reject);
        resolve();
      });
    }).catch((error: unknown) => {
      this.server = null;
      throw error;
    });
    this.chosenPort = (server.address() as AddressInfo).port;
  }

  /** Closes the port for new connections; those that are open stay. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server === null) return;
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      if (this.sockets.size > 0) resolve(); // why: close() reports only after the last connection
    });
  }

  /** Drops every connection without a goodbye. */
  drop(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
    this.sockets.clear();
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => {
      socket.destroy(); // why: the peer went away; the close event follows
    });
    const connection = {
      end: (how: 'fin' | 'rst') => (how === 'fin' ? socket.end().resume() : socket.resetAndDestroy()),
      ignore: () => socket.resume(),
    };
    if (this.context.faults.list().some((fault) => fault.accept?.(connection) === true)) return;
    if (this.isRefused(socket)) {
      socket.end().resume();
      return;
    }
    new Session(++this.sessions, socket, this.context);
  }

  /** `max-sessions` and the allowed addresses of the service; why FIN: unverified on hardware. */
  private isRefused(socket: Socket): boolean {
    const service = this.context.router.table('/ip/service').named('api');
    const limit = Number(service?.get('max-sessions') ?? Number.POSITIVE_INFINITY);
    return this.sockets.size > limit || !isAllowed(socket.remoteAddress ?? '', service?.get('address') ?? '');
  }
}
