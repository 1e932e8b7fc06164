import { type Command, type CommandContext } from '../engine/command';
import { type Row } from '../engine/row';
import { type Table } from '../engine/table';
import { targets } from '../engine/verbs/items';

/** Menus whose counters can be set to zero, and whether all at once. */
const MENUS: readonly (readonly [path: string, all: boolean])[] = [
  ['/ip/hotspot/user', false],
  ['/interface', false],
  ['/radius', false],
  ['/radius/incoming', false],
  ['/queue/simple', true],
  ['/queue/tree', true],
  ['/ip/firewall/filter', true],
  ['/ip/firewall/nat', true],
  ['/ip/firewall/mangle', true],
  ['/ip/firewall/raw', true],
  ['/ip/hotspot/walled-garden', true],
];

const COUNTERS = /^(total-)?(bytes|packets|dropped)(-in|-out)?$|^(hits|requests|accepts|rejects|uptime)$/;

/** The counters of an item start again from nothing. */
export function resetCounters({ schema }: Table, row: Row): void {
  for (const [name, { initial, writable }] of Object.entries(schema.properties)) {
    if (!writable && initial !== undefined && COUNTERS.test(name)) row.values.set(name, initial);
  }
}

/** Counters that are computed start again from what they show now. */
export type ResetHook = (menu: string, row: Row) => void;

/** `reset-counters` and, where RouterOS has it, `reset-counters-all`. */
export function resetCounterCommands(onReset: ResetHook): Command[] {
  const reset = (context: CommandContext, path: string, rows: Iterable<Row>): void => {
    const table = context.router.table(path);
    for (const row of rows) {
      resetCounters(table, row);
      onReset(path, row);
    }
    context.reply.done();
  };
  return MENUS.flatMap(([path, all]) => {
    const one: Command = {
      path: `${path}/reset-counters`,
      policy: 'write',
      run: (context) => {
        reset(context, path, targets({ ...context, table: context.router.table(path) }));
      },
    };
    const every: Command = {
      path: `${path}/reset-counters-all`,
      policy: 'write',
      run: (context) => {
        reset(context, path, context.router.table(path).list());
      },
    };
    return all ? [one, every] : [one];
  });
}
