import { type Socket } from 'node:net';

/** Longest time that replies may keep the event loop in one turn, all routers together. */
const BUDGET_MS = 10;

let spentMs = 0;
let ending: NodeJS.Immediate | undefined;

function endTurn(): void {
  spentMs = 0;
  ending = undefined;
}

/**
 * Works on a piece of a reply. Once the pieces of this turn of the event loop have taken too long, the socket rests until the
 * next one: a table of 10,000 rows is read in slices, and timers and other sockets have their turn in between.
 */
export function withinTurn(socket: Socket, work: () => void): void {
  const begun = performance.now();
  work();
  spentMs += performance.now() - begun;
  ending ??= setImmediate(endTurn);
  if (spentMs < BUDGET_MS || socket.destroyed || socket.isPaused()) return;
  socket.pause();
  setImmediate(() => socket.resume());
}
