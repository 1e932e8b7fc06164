import { type Command, type CommandContext, type Verb } from './command';
import { splitCommand } from './request';
import { type Policy } from './schema';
import { type Table } from './table';
import { noSuchPrefix, notPermitted, Trap, TrapCategory } from './trap';
import { listen } from './verbs/listen';
import { find, get, print } from './verbs/print';
import { add, comment, move, remove, set, switchTo, unset } from './verbs/write';

const READING: Readonly<Record<string, Verb>> = { print, getall: print, get, find, listen };
const WRITING: Readonly<Record<string, Verb>> = {
  add,
  set,
  remove,
  enable: switchTo('false'),
  disable: switchTo('true'),
  comment,
  unset,
  move,
};

/** Runs one command of a logged-in user. Never throws: what the router refuses is answered as a trap. */
export function execute(context: CommandContext): void {
  try {
    const command = context.router.command(context.request.command);
    if (command === undefined) runVerb(context);
    else runCommand(context, command);
  } catch (error) {
    if (error instanceof Trap) {
      context.reply.trap(error);
    } else {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      context.router.log('script,error', `simulator: ${text}`);
      context.reply.trap(new Trap(`failure: simulator error: ${text.split('\n')[0] ?? ''}`));
    }
  }
}

function runCommand(context: CommandContext, command: Command): void {
  if (!context.asker.may(command.policy)) throw notPermitted();
  command.run(context);
}

function runVerb(context: CommandContext): void {
  const { menu, verb } = splitCommand(context.request.command);
  const table = context.router.menu(menu);
  if (table === undefined) throw noSuchPrefix();
  const found = verbOf(table, verb);
  if (found === undefined) throw new Trap(context.router.profile.noSuchCommand(verb), TrapCategory.MISSING);
  if (!context.asker.may(found.policy)) throw notPermitted();
  found.run({ ...context, table });
  if (Object.hasOwn(READING, verb)) return;
  const { attributes } = context.request;
  const item = attributes.get('name') ?? attributes.get('.id') ?? attributes.get('numbers') ?? '';
  context.router.written({ menu, verb, user: context.asker.user, item });
}

function verbOf(table: Table, verb: string): { run: Verb; policy: Policy } | undefined {
  if (Object.hasOwn(READING, verb)) {
    const run = READING[verb];
    return run === undefined ? undefined : { run, policy: 'read' };
  }
  const run = Object.hasOwn(WRITING, verb) ? WRITING[verb] : undefined;
  if (run === undefined || !table.schema.verbs.has(verb)) return undefined;
  return { run, policy: table.schema.writePolicy ?? 'write' };
}
