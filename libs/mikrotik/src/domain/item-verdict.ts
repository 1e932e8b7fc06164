import { backoffMs } from './backoff';

/** What to do with one object after the router refused it; failures of the connection concern the whole router instead. */
export interface ItemVerdict {
  /** Given up until an operator looks at it. */
  dead: boolean;
  retryInMs: number;
}

const MAX_RETRY_MS = 5 * 60_000;
const MAX_ATTEMPTS = 10;

/**
 * `argument` will never work and is dead at once; `reread` is looked at again soon; `permission` waits long, because only
 * an operator can change it; everything else is tried ten times with growing pauses.
 *
 * @param attempts failed attempts before this one
 */
export function itemVerdict(retry: string, attempts: number, chance: number): ItemVerdict {
  if (retry === 'argument' || attempts + 1 >= MAX_ATTEMPTS) return { dead: true, retryInMs: 0 };
  if (retry === 'permission') return { dead: false, retryInMs: MAX_RETRY_MS };
  return { dead: false, retryInMs: backoffMs(attempts, MAX_RETRY_MS, chance) };
}
