import { type RouterOsError } from './router-os-error';
import { type CodePage, type RouterProtocol, type TlsMode } from './reach';

/**
 * One row of a reply: every value is the text that the router sent. Where it was no UTF-8, `<attribute>#bytes` has its exact
 * bytes as base64; see `exactly` for writing it back.
 */
export type Row = Readonly<Record<string, string>>;

export interface ExecOptions {
  /** Longest wait for the end of the reply. */
  timeoutMs: number;
  /** Gives the command up: it is cancelled on the router and rejects with CANCELLED. */
  signal?: AbortSignal | undefined;
}

/** A logged-in connection to one router. The API and REST drivers both speak this interface. */
export interface RouterOsTransport {
  readonly state: 'ready' | 'closed';
  /** SHA-256 of the router's certificate where there is one. */
  readonly fingerprint: string | undefined;
  /**
   * What has come over this connection so far. Undefined where silence says nothing about the router: over REST it thinks
   * before it answers, and a probe would go over another connection.
   */
  readonly bytesRead: number | undefined;
  /**
   * Runs one command that ends by itself. Answers the rows, then the attributes of `!done` as a last row if it had any
   * (`add` gives `[{ ret: '*3C' }]`).
   *
   * @param words from the builders of `sentence.ts`
   * @throws RouterOsError always that, whatever happened; it always settles
   */
  exec(words: readonly string[], options: ExecOptions): Promise<Row[]>;
  /** Ends the connection politely, within half a second. Commands in flight are rejected. */
  close(): Promise<void>;
  /** Ends it at once. @param cause what those in flight are told; default: that it was closed */
  destroy(cause?: RouterOsError): void;
  /** Called once when the connection is gone, for whatever reason. */
  onClosed(listener: () => void): void;
}

/** Where a router is and how to log in. */
export interface RouterEndpoint {
  host: string;
  port: number;
  protocol: RouterProtocol;
  tlsMode: TlsMode;
  /** Certificates of the router's own CA, PEM; needed in mode `CA`. */
  caPem?: string | undefined;
  /** Mode `PINNED`: a router without any certificate will do (anonymous Diffie-Hellman, which proves nothing). */
  anonymousTls?: boolean | undefined;
  /** How texts that are no UTF-8 are read; windows-1252 where nothing is said. */
  codePage?: CodePage | undefined;
  /** SHA-256 fingerprint that the certificate must have in mode `PINNED`; undefined before the first use. */
  fingerprint?: string | undefined;
  username: string;
  password: string;
}

export interface OpenOptions {
  connectTimeoutMs: number;
  loginTimeoutMs: number;
}

/** Makes transports of one kind. */
export abstract class RouterOsTransports {
  /** @throws RouterOsError with `details.stage` `connect` or `login` */
  abstract open(endpoint: RouterEndpoint, options: OpenOptions): Promise<RouterOsTransport>;
}
