import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until an address answers 200.
 *
 * @param {() => string | null} problem asked before each try; a text ends the waiting
 */
export async function untilReady(url, { timeoutMs = 60_000, problem = () => null } = {}) {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(100)) {
    const reason = problem();
    if (reason) throw new Error(reason);
    if (await answers(url)) return;
  }
  throw new Error(`${url} did not become ready within ${timeoutMs / 1000} s`);
}

/** Does the address answer 200 right now? */
export async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
