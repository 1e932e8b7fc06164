import { type Word } from '@app/mikrotik';
import { type Request } from '../engine/request';

/** What goes out over one connection, in order: bytes, a pause, or its end. */
export type Piece = Buffer | { readonly pauseMs: number } | 'fin' | 'rst';

/** What a fault may do to the command that is being answered. */
export interface FaultExchange {
  readonly request: Request;
  /** How many `!re` have been answered, this one included. */
  readonly rows: number;
  /** Puts a raw sentence into the stream, without tag unless it is among the words. */
  send(words: readonly Word[]): void;
  /** Sends what is pending, then ends the connection this way. */
  cut(how: 'fin' | 'rst'): void;
  /** Sends a raw sentence later, if the connection still lives. */
  later(milliseconds: number, words: readonly Word[]): void;
}

/**
 * One way of misbehaving. A fault uses the hooks that it needs; a new fault is a new file and a line in
 * {@link FaultSettings}. Faults delay bytes and cut streams; they never reorder bytes (routeros.md section 14).
 */
export interface Fault {
  /** A connection was accepted. True: the fault has dealt with it, nothing more happens on it. */
  accept?(connection: { end(how: 'fin' | 'rst'): void; ignore(): void }): boolean;
  /** A command came in, before it is executed. True: it is not executed. */
  command?(exchange: FaultExchange): boolean;
  /** A reply sentence is about to go out. True: it does not. */
  reply?(exchange: FaultExchange, words: readonly Word[]): boolean;
  /** A reply sentence has gone out. */
  replied?(exchange: FaultExchange, words: readonly Word[]): void;
  /** Milliseconds that a command waits before it is executed. */
  delay?(): number;
  /** Turns bytes into what the wire carries. */
  transmit?(bytes: Buffer): Iterable<Piece>;
  /** The connection's peer has said goodbye. True: it is not answered. */
  goodbye?(): boolean;
}
