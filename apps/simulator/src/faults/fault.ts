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
  /** The words of a reply sentence as this fault would have them. */
  rewrite?(sentence: { readonly exchange: FaultExchange; readonly words: readonly Word[] }): readonly Word[];
  /** A reply sentence is about to go out. True: it does not. */
  reply?(exchange: FaultExchange, words: readonly Word[]): boolean;
  /** A reply sentence has gone out. */
  replied?(exchange: FaultExchange, words: readonly Word[]): void;
  /** Milliseconds that a command waits before it is executed. */
  delay?(): number;
  /** Commands do not keep their order: each is executed when its own delay is over. */
  readonly shuffles?: boolean;
  /** Every sentence leaves by itself. */
  readonly perSentence?: boolean;
  /** A port with TLS speaks in clear. */
  readonly plainOnTls?: boolean;
  /** Milliseconds after which a REST request is given up by the router. */
  readonly restLimitMs?: number;
  /** Turns bytes into what the wire carries. */
  transmit?(bytes: Buffer): Iterable<Piece>;
  /** The connection's peer has said goodbye. True: it is not answered. */
  goodbye?(): boolean;
}

/** Milliseconds that these faults hold a command back. */
export function delayOf(faults: readonly Fault[]): number {
  return faults.reduce((sum, fault) => sum + (fault.delay?.() ?? 0), 0);
}

/** What the wire carries of these bytes, each fault working on what the one before it left. */
export function disturbed(bytes: Buffer, faults: readonly Fault[]): Iterable<Piece> {
  return faults.reduce<Iterable<Piece>>(
    (pieces, fault) => (fault.transmit === undefined ? pieces : through(pieces, fault.transmit.bind(fault))),
    [bytes],
  );
}

function* through(pieces: Iterable<Piece>, transmit: (bytes: Buffer) => Iterable<Piece>): Generator<Piece> {
  for (const piece of pieces) {
    if (Buffer.isBuffer(piece)) yield* transmit(piece);
    else yield piece;
  }
}

/** The words of a reply sentence as these faults would have them. */
export function rewritten(exchange: FaultExchange, words: readonly Word[], faults: readonly Fault[]): readonly Word[] {
  return faults.reduce((present, fault) => fault.rewrite?.({ exchange, words: present }) ?? present, words);
}
