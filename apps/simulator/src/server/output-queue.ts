import { type Socket } from 'node:net';
import { type Piece } from '../faults/fault';

/**
 * Everything that leaves over one connection, in the order in which it was pushed: bytes wait for the pauses before
 * them and for a slow reader, and an end of the connection waits for the bytes before it.
 */
export class OutputQueue {
  private readonly waiting: Iterator<Piece>[] = [];
  private busy = false;

  constructor(
    private readonly socket: Socket,
    private readonly reset: () => void,
  ) {
    socket.on('drain', () => {
      this.proceed();
    });
  }

  /** Sends bytes as they are; at once if nothing waits. */
  send(bytes: Buffer): void {
    if (!this.busy && this.waiting.length === 0) this.write(bytes);
    else this.push([bytes]);
  }

  push(pieces: Iterable<Piece>): void {
    this.waiting.push(pieces[Symbol.iterator]());
    if (!this.busy) this.proceed();
  }

  private proceed(): void {
    this.busy = false;
    while (this.step());
  }

  /** Sends the next piece; false when there is none, or when the one before has to settle first. */
  private step(): boolean {
    if (this.busy || this.socket.destroyed) return false;
    const next = this.waiting[0]?.next();
    if (next === undefined) return false;
    if (next.done === true) this.waiting.shift();
    else this.emit(next.value);
    return true;
  }

  private emit(piece: Piece): void {
    if (Buffer.isBuffer(piece)) this.write(piece);
    else if (piece === 'fin') this.socket.end();
    else if (piece === 'rst') this.reset();
    else this.pause(piece.pauseMs);
  }

  private write(bytes: Buffer): void {
    if (this.socket.destroyed || bytes.length === 0) return;
    if (!this.socket.write(bytes)) this.busy = true; // until drain
  }

  private pause(milliseconds: number): void {
    this.busy = true;
    const resume = (): void => {
      this.proceed();
    };
    if (milliseconds === 0) setImmediate(resume);
    else setTimeout(resume, milliseconds);
  }
}
