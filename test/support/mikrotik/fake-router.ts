import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { challengeResponse, encodeSentence, SentenceParser } from '@app/mikrotik';

/** One received command. */
export interface Received {
  command: string;
  attributes: Record<string, string>;
  queries: string[];
  tag: string;
  socket: Socket;
  /** Sends one sentence for this command. */
  reply: (word: string, ...words: string[]) => void;
}

export interface FakeOptions {
  username?: string;
  password?: string;
  /** Challenge login of routers before 6.43. */
  legacyLogin?: boolean;
  /** Before anything is read from a new connection. */
  onConnection?: (socket: Socket) => void;
  /** True when it dealt with the command itself. */
  onCommand?: (received: Received) => boolean;
  /** How reply bytes leave. */
  send?: (socket: Socket, bytes: Buffer) => void;
  allowHalfOpen?: boolean;
}

/**
 * A peer that speaks just enough RouterOS API to misbehave on: logs in, answers `/system/identity/print`, gives the rest to
 * `onCommand`. Behaviour of real routers is the simulator's.
 */
export class FakeRouter {
  readonly received: Received[] = [];
  readonly sockets = new Set<Socket>();
  connections = 0;

  private constructor(
    private readonly server: Server,
    readonly options: FakeOptions,
  ) {
    server.on('connection', (socket) => {
      this.accept(socket);
    });
  }

  static async start(options: FakeOptions = {}): Promise<FakeRouter> {
    const server = createServer({ allowHalfOpen: options.allowHalfOpen ?? false, noDelay: true });
    const router = new FakeRouter(server, options);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return router;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(socket: Socket): void {
    this.connections++;
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => this.sockets.delete(socket));
    this.options.onConnection?.(socket);
    const parser = new SentenceParser((words) => {
      this.take(socket, words);
    });
    socket.on('data', (bytes: Buffer) => {
      try {
        parser.push(bytes);
      } catch {
        socket.destroy(); // as a router does with what is no sentence, such as a TLS hello
      }
    });
  }

  private take(socket: Socket, words: string[]): void {
    const attributes: Record<string, string> = {};
    for (const [, name = '', value = ''] of words.flatMap((word) => [...word.matchAll(/^=([^=]+)=(.*)$/gs)])) {
      attributes[name] = value;
    }
    const tag = words.find((word) => word.startsWith('.tag='))?.slice(5) ?? '';
    const received: Received = {
      command: words[0] ?? '',
      attributes,
      queries: words.filter((word) => word.startsWith('?')),
      tag,
      socket,
      reply: (word, ...rest) => {
        this.send(socket, [word, ...(tag === '' ? [] : [`.tag=${tag}`]), ...rest]);
      },
    };
    this.received.push(received);
    if (this.options.onCommand?.(received) === true) return;
    if (received.command === '/login') this.logIn(received);
    else if (received.command === '/system/identity/print') {
      received.reply('!re', '=name=R1');
      received.reply('!done');
    } else received.reply('!done');
  }

  private logIn({ attributes, reply }: Received): void {
    const { username = 'admin', password = 'secret', legacyLogin = false } = this.options;
    const challenge = '0123456789abcdef0123456789abcdef';
    const good = legacyLogin
      ? attributes.response === challengeResponse(password, challenge)
      : attributes.password === password && attributes.name === username;
    if (legacyLogin && attributes.response === undefined) reply('!done', `=ret=${challenge}`);
    else if (good) reply('!done');
    else {
      reply('!trap', '=message=invalid user name or password (6)');
      reply('!done');
    }
  }

  private send(socket: Socket, words: string[]): void {
    const bytes = encodeSentence(words);
    if (this.options.send) this.options.send(socket, bytes);
    else socket.write(bytes);
  }
}
