import { Agent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import { connect as connectPlain, type Socket } from 'node:net';
import { type Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { fingerprintOf, mistrustOf, tlsOptionsFor } from '../peer-check';
import { RouterOsError } from '../router-os-error';
import { type RouterEndpoint } from '../router-os-transport';

type Created = (error: Error | null, stream: Duplex) => void;

const OPTIONS: AgentOptions = { keepAlive: true, maxSockets: 4, scheduling: 'lifo' };

/**
 * Connections of one REST transport. Each is checked as an API connection is, before the first byte of a request, and with it
 * the password, goes out. The address is the endpoint's, whatever a request says.
 */
export class PeerAgent extends Agent {
  /** Of the first connection. */
  fingerprint: string | undefined;
  private readonly connecting = new Set<Socket>();

  constructor(private readonly endpoint: RouterEndpoint) {
    super(OPTIONS);
  }

  override createConnection(_request: ClientRequestArgs, created?: Created): undefined {
    void this.connect().then(
      (socket) => created?.(null, socket),
      // why: Node takes the error alone, whatever its types say
      (error: unknown) => (created as ((error: unknown) => void) | undefined)?.(error),
    );
  }

  private connect(): Promise<Socket> {
    const { host, port } = this.endpoint;
    const tls = tlsOptionsFor(this.endpoint);
    const socket = tls === undefined ? connectPlain({ host, port }) : connectTls({ host, port, ...tls });
    this.connecting.add(socket);
    return new Promise<Socket>((resolve, reject) => {
      socket.once('error', reject).once('close', () => {
        reject(new RouterOsError('ECONNCLOSED', 'the router closed the connection'));
      });
      socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
        const mistrust = mistrustOf(socket, this.endpoint);
        if (mistrust) {
          socket.destroy();
          reject(mistrust);
          return;
        }
        this.fingerprint ??= fingerprintOf(socket);
        socket.off('error', reject);
        resolve(socket);
      });
    }).finally(() => this.connecting.delete(socket));
  }

  /** Ends connections that are not there yet too: the agent of Node does not know them. */
  override destroy(): void {
    for (const socket of this.connecting) socket.destroy();
    super.destroy();
  }
}
