import { type Policy } from './schema';
import { type Request } from './request';
import { type RouterState } from './router-state';
import { type Table } from './table';
import { type Trap } from './trap';

/** What a command answers with. Exactly one of `done` and `trap` ends it. */
export interface Reply {
  /** One `!re` of name-value pairs. */
  row(values: Iterable<readonly [name: string, value: string]>): void;
  /** `!empty`, on the lines that have it. */
  empty(): void;
  done(ret?: string): void;
  trap(trap: Trap): void;
  /** The command goes on until it is cancelled or the connection ends; `stop` is called once then. */
  keepOpen(stop: () => void): void;
  /**
   * Answers piece by piece, so that others are served in between: `step` is called until it returns false, after a pause
   * where it returns milliseconds. Without it a long answer is written in one go.
   *
   * @param onStop called once when the command is cancelled or the connection ends
   */
  pace?(step: () => boolean | number, onStop?: () => void): void;
}

/** Who asks. */
export interface Asker {
  readonly user: string;
  /** The command stands in a script, whose output is text. */
  readonly inScript?: boolean;
  may(policy: Policy): boolean;
}

export interface CommandContext {
  readonly router: RouterState;
  readonly request: Request;
  readonly asker: Asker;
  readonly reply: Reply;
}

export interface MenuContext extends CommandContext {
  readonly table: Table;
}

/** A verb of the menus, such as print. It answers through `reply`. @throws Trap, which is answered for it */
export type Verb = (context: MenuContext) => void;

/** A command that is no menu, such as /tool/ping. */
export interface Command {
  readonly path: string;
  readonly policy: Policy;
  run(context: CommandContext): void;
}
