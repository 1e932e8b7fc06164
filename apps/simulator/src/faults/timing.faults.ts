import { readFirstByte } from '@app/mikrotik';
import { type Fault, type Piece } from './fault';

/** Every command waits, by `latency` and up to `jitter` more. Pipelined commands wait side by side, as on a long line. */
export function latencyFault(latency: number, jitter = 0): Fault {
  return { delay: () => latency + (jitter > 0 ? Math.random() * jitter : 0) };
}

/** A pause before every sentence of a reply: a router with a busy processor. */
export function slowRowsFault(milliseconds: number, jitter = 0): Fault {
  return {
    perSentence: true,
    *transmit(bytes): Generator<Piece> {
      yield { pauseMs: milliseconds + Math.random() * jitter };
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

/** Every sentence that has a length prefix of several bytes is cut inside it; others behind their first byte. */
export function splitPrefixFault(): Fault {
  return {
    *transmit(bytes): Generator<Piece> {
      const at = firstLongPrefix(bytes) + 1;
      yield bytes.subarray(0, at);
      yield { pauseMs: 10 };
      yield bytes.subarray(at);
    },
  };
}

/** Where the first prefix of more than one byte begins, 0 where there is none. */
function firstLongPrefix(bytes: Buffer): number {
  for (let at = 0; at < bytes.length;) {
    const { follow, bits } = readFirstByte(bytes[at] ?? 0);
    if (follow > 0) return at;
    at += 1 + bits;
  }
  return 0;
}

/** Commands that are in flight together are executed and answered in any order. */
export function shuffleFault(milliseconds: number): Fault {
  return { shuffles: true, delay: () => Math.random() * milliseconds };
}

/** REST gives a request up after so many milliseconds instead of a minute. */
export function restLimitFault(milliseconds: number): Fault {
  return { restLimitMs: milliseconds };
}
