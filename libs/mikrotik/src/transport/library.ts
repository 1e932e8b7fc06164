import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { type EventEmitter } from 'node:events';
import { type Socket } from 'node:net';
import { Channel, Connector, Receiver, RouterOSAPI, RouterOSClient } from 'routeros-client';
import { type SentenceParser } from '../protocol';
import { type RouterOsError } from './router-os-error';

/** The one release whose private parts the guards were made for. */
const GUARDED_VERSION = '1.6.9';

/**
 * The private parts of node-routeros that the guards touch, named so that the compiler checks the guards against each
 * other. Members that the guards add are marked.
 */
export interface ReceiverParts {
  socket: Socket;
  tags: Map<string, { name: string; callback: (packet: string[]) => void }>;
  processRawData(data: Buffer): void;
  /** Added: takes one sentence. */
  dispatch(words: string[]): void;
  /** Added. */
  parser?: SentenceParser;
  /** Added: reason that came with `!fatal`. */
  fatal?: RouterOsError;
  /** Added: sentences for tags that nobody waits for any more. */
  orphans?: number;
}

export interface ConnectorParts extends EventEmitter {
  socket: Socket;
  receiver?: ReceiverParts;
  connected: boolean;
  timeout: number;
  write(words: string[]): ConnectorParts;
  read(tag: string, callback: (packet: string[]) => void): void;
  stopRead(tag: string): void;
  destroy: (this: ConnectorParts) => void;
  onConnect: (this: ConnectorParts) => void;
  onError(error: Error): void;
  onTimeout(): void;
  /** Added: why the connection ended; the first cause stays. */
  cause?: RouterOsError;
  /** Added: checks the peer before the login is sent. */
  verifyPeer?: (socket: Socket) => RouterOsError | undefined;
  /** Added: how texts that are no UTF-8 are read. */
  codePage?: string | undefined;
}

export interface ChannelParts extends EventEmitter {
  readonly Id: string;
  id: string;
  connector: ConnectorParts;
  data: Record<string, string>[];
  write(words: string[]): Promise<Record<string, string>[]>;
  close(): void;
  readAndWrite(words: string[]): void;
  processPacket(packet: string[]): void;
  /** Added: who waits for the end of the reply. */
  waiter?: { resolve(rows: Record<string, string>[]): void; reject(error: RouterOsError): void } | undefined;
  /** Added: the attribute at each place of a sentence, and how its word begins, as last seen. */
  layout?: ({ name: string; prefix: string } | undefined)[];
  /** Added: texts and categories of the traps so far. */
  traps?: { message: string; category: number | undefined }[];
}

export interface ApiParts extends EventEmitter {
  user: string;
  password: string | undefined;
  connected: boolean;
  connecting: boolean;
  connector: ConnectorParts | null;
  registeredStreams: { debounceSendingEmptyData?: { cancel(): void } }[];
  openChannel(): ChannelParts;
  decreaseChannelsOpen(): void;
  connect: (this: ApiParts) => Promise<ApiParts>;
  close(): Promise<ApiParts>;
  login(): Promise<ApiParts>;
  write: (
    this: ApiParts,
    command: string | string[],
    ...more: (string | string[])[]
  ) => Promise<Record<string, string>[]>;
  holdConnection(): void;
  releaseConnectionHold(): void;
  stopAllStreams(): void;
  /** Added: given on to the connector. */
  verifyPeer?: ConnectorParts['verifyPeer'];
  /** Added: the same. */
  codePage?: string | undefined;
}

export interface ClientParts extends EventEmitter {
  rosApi: ApiParts;
  connect(): Promise<unknown>;
}

/** The prototypes to guard. */
export const library = {
  receiver: Receiver.prototype as unknown as ReceiverParts,
  connector: Connector.prototype as unknown as ConnectorParts,
  channel: Channel.prototype as unknown as ChannelParts,
  api: RouterOSAPI.prototype as unknown as ApiParts,
  client: RouterOSClient.prototype as unknown as ClientParts,
};

export interface ClientOptions {
  host: string;
  port: number;
  user: string;
  password: string;
  /** Seconds. */
  timeout: number;
  tls?: object;
}

export const createClient = (options: ClientOptions): ClientParts =>
  new RouterOSClient(options) as unknown as ClientParts;

/** The copy of a package that routeros-client itself loads. */
function ofClient(): NodeJS.Require {
  const local = createRequire(__filename);
  return createRequire(`${dirname(local.resolve('routeros-client/package.json'))}/`);
}

const LOGGING = ['connector:transmitter', 'connector:connector', 'connector:receiver', 'channel', 'api'];

/** Would the library write what it sends, passwords included, to the console (routeros.md hazard 21)? */
export function logsPasswords(): boolean {
  const debug = ofClient()('debug') as { enabled(namespace: string): boolean };
  return LOGGING.some((part) => debug.enabled(`routeros-api:${part}:info`));
}

/** @throws Error when the installed node-routeros is not the one that the guards were verified with */
export function assertGuardedVersion(): void {
  const { version } = ofClient()('node-routeros/package.json') as { version: string };
  if (version !== GUARDED_VERSION) {
    throw new Error(`the guards are verified for node-routeros ${GUARDED_VERSION}, but ${version} is installed`);
  }
}
