import { setImmediate as othersTurn } from 'node:timers/promises';

const SLICE_MS = 8;
/** Items between two looks at the time. */
const STRIDE = 64;

/**
 * `items.map(map)` for lists of thousands: after some milliseconds the event loop has its turn, so that nothing else of the
 * process waits for the whole list. Opening 10,000 sealed passwords at once takes it 60 ms and more.
 *
 * @throws what `map` throws; nothing further is mapped then
 */
export async function mapInSlices<T, R>(items: readonly T[], map: (item: T) => R): Promise<R[]> {
  const mapped: R[] = [];
  let begun = performance.now();
  for (const item of items) {
    mapped.push(map(item));
    if (mapped.length % STRIDE !== 0 || performance.now() - begun < SLICE_MS) continue;
    await othersTurn();
    begun = performance.now();
  }
  return mapped;
}
