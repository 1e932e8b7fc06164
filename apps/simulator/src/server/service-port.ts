import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { isAllowed } from '../engine/addresses';
import { type RouterState } from '../engine/router-state';
import { type FaultBoard } from '../faults/fault-board';
import { type Certificates } from './certificates';

/** What a service does with a connection that it has let in. */
export interface Admitted {
  /** The connection, decrypted where the service has TLS. */
  readonly socket: Socket;
  /** Number of the connection on this router. */
  readonly id: number;
  /** Ends the connection with an RST. */
  readonly reset: () => void;
}

export interface PortContext {
  readonly router: RouterState;
  readonly faults: FaultBoard;
  readonly certificates: Certificates;
  /** Row of /ip/service. */
  readonly service: string;
  readonly tls: boolean;
  readonly host: string;
  readonly nextId: () => number;
  readonly admit: (admitted: Admitted) => void;
}

/** The port of one service of a router: it can be closed and opened again and stays the same port. */
export class ServicePort {
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly context: PortContext,
    private chosenPort: number,
  ) {}

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
      server.listen(this.chosenPort, this.context.host, () => {
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

  /** Listens on another port from now on. @throws Error with code EADDRINUSE and the like */
  async move(port: number): Promise<void> {
    if (port === this.chosenPort) return;
    const { listening } = this;
    await this.close();
    this.chosenPort = port;
    if (listening) await this.open();
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
    const { tls, faults } = this.context;
    if (!tls || faults.list().some(({ plainOnTls }) => plainOnTls === true)) this.admit(socket, socket);
    else void this.shakeHands(socket);
  }

  private async shakeHands(socket: Socket): Promise<void> {
    const { router, certificates, service } = this.context;
    const name = router.table('/ip/service').named(service)?.get('certificate') ?? 'none';
    const secureContext = await certificates.context(name);
    if (socket.destroyed) return;
    const secure = new TLSSocket(socket, { isServer: true, secureContext });
    secure.on('error', () => {
      socket.destroy(); // why: no TLS on the other side, or no cipher in common
    });
    secure.once('secure', () => {
      this.admit(secure, socket);
    });
  }

  private admit(socket: Socket, raw: Socket): void {
    const reset = (): void => {
      raw.resetAndDestroy();
    };
    this.context.admit({ socket, id: this.context.nextId(), reset });
  }

  /** `max-sessions` and the allowed addresses of the service; why FIN: unverified on hardware. */
  private isRefused(socket: Socket): boolean {
    const service = this.context.router.table('/ip/service').named(this.context.service);
    const limit = Number(service?.get('max-sessions') ?? Number.POSITIVE_INFINITY);
    const allowed = service?.get('address') ?? service?.get('available-from') ?? '';
    // why: a session whose client has said goodbye is over, even where a fault keeps the socket
    const sessions = [...this.sockets].filter(({ readableEnded }) => !readableEnded).length;
    return sessions > limit || !isAllowed(socket.remoteAddress ?? '', allowed);
  }
}
