import { type Fault, type Piece } from './fault';

/** Every command waits, by `latency` and up to `jitter` more. Pipelined commands wait side by side, as on a long line. */
export function latencyFault(latency: number, jitter = 0): Fault {
  return { delay: () => latency + (jitter > 0 ? Math.random() * jitter : 0) };
}

/** A pause before every row of a reply: a router with a busy processor. */
export function slowRowsFault(milliseconds: number): Fault {
  return {
    *transmit(bytes): Generator<Piece> {
      yield { pauseMs: milliseconds };
      yield bytes;
    },
  };
}

/** One byte at a time, each in its own segment. */
export function dribbleFault(): Fault {
  return {
    *transmit(bytes): Generator<Piece> {
      for (let i = 0; i < bytes.length; i++) {
        yield bytes.subarray(i, i + 1);
        yield { pauseMs: 0 };
      }
    },
  };
}

/** The last byte of what is sent, a sentence terminator, comes 30 ms after the rest. */
export function splitTerminatorFault(): Fault {
  return {
    *transmit(bytes): Generator<Piece> {
      yield bytes.subarray(0, -1);
      yield { pauseMs: 30 };
      yield bytes.subarray(-1);
    },
  };
}
