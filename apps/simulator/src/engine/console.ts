import { type Asker, type Reply } from './command';
import { execute } from './execute';
import { parseRequest } from './request';
import { type RouterState } from './router-state';
import { type Trap } from './trap';

/** What a command at the router's own console gave. */
export interface ConsoleResult {
  readonly rows: Record<string, string>[];
  readonly ret: string | null;
  /** Text of the refusal, null where there was none. */
  readonly trap: string | null;
}

/** Runs one command on the router itself, with every right and without the wire: an operator at WinBox. */
export function runAtConsole(
  router: RouterState,
  words: readonly string[],
  asker: Asker = { user: 'console', may: () => true },
): ConsoleResult {
  const result: { rows: Record<string, string>[]; ret: string | null; trap: string | null } = {
    rows: [],
    ret: null,
    trap: null,
  };
  const reply: Reply = {
    row: (values) => result.rows.push(Object.fromEntries(values)),
    empty: () => undefined,
    done: (ret) => (result.ret = ret ?? null),
    trap: (trap: Trap) => (result.trap = trap.message),
    keepOpen: (stop) => {
      stop(); // why: the console answers once; endless commands end here
    },
  };
  execute({ router, request: parseRequest(words), asker, reply });
  return result;
}
