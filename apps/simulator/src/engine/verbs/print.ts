import { type MenuContext, type Verb } from '../command';
import { parseDuration } from '../durations';
import { compileQuery } from '../query';
import { type Row } from '../row';
import { invalidValue, missingArgument, Trap, TrapCategory, unknownParameter } from '../trap';
import { columns } from './columns';
import { follow, watch } from './listen';

const PRINT_ARGUMENTS = new Set([
  '.proplist',
  'detail',
  'stats',
  'count-only',
  'interval',
  'follow',
  'follow-only',
  'without-paging',
  'brief',
  'terse',
  'from',
  'group-by',
  'value-list',
  'show-ids',
  'oid',
]);

/** Rows that a command is about: all of them, and which pass. */
interface Selection {
  rows: readonly Row[];
  passes: (row: Row) => boolean;
}

function selectionOf({ table, request }: MenuContext): Selection {
  const passes = compileQuery(request.queries, (name) => table.kindOf(name));
  const from = request.attributes.get('from');
  const wanted = from === undefined ? null : new Set(from.split(',').map((id) => table.find(id)));
  return {
    rows: [...table.list()],
    passes: (row) => (wanted?.has(row) ?? true) && passes((name) => row.get(name)),
  };
}

/** Rows that are written before others are served, */
const ROWS_PER_STEP = 100;
/** and query words that are looked at: a millisecond or two, */
const WORDS_PER_STEP = 20_000;
/** and the longest time, for slow processors and rows of many columns. */
const STEP_MS = 4;

/**
 * What a scan does with the rows that match, and when it has come to the end: nothing more, or again after so many
 * milliseconds.
 */
interface Scan {
  found: (row: Row) => void;
  end: () => number | undefined;
  onStop?: (() => void) | undefined;
}

/** Looks at the rows in steps, between which other connections are served, as a router does. */
function scan(context: MenuContext, { found, end, onStop }: Scan): void {
  const { request, reply, table } = context;
  let { rows, passes } = selectionOf(context);
  const most = Math.max(ROWS_PER_STEP, Math.floor(WORDS_PER_STEP / (request.queries.length + 1)));
  let next = 0;
  const step = (): boolean | number => {
    let matches = 0;
    const until = performance.now() + STEP_MS;
    for (const first = next; next < rows.length && next < first + most && matches < ROWS_PER_STEP; next++) {
      if ((next - first) % 16 === 15 && performance.now() > until) break;
      const row = rows[next];
      if (row === undefined || !table.has(row) || !passes(row)) continue;
      matches++;
      found(row);
    }
    if (next < rows.length) return true;
    const again = end();
    if (again === undefined) return false;
    ({ rows, passes } = selectionOf(context));
    next = 0;
    return again;
  };
  if (reply.pace !== undefined && (rows.length > ROWS_PER_STEP || onStop)) reply.pace(step, onStop);
  else {
    while (step() === true);
    if (onStop) reply.keepOpen(onStop);
  }
}

/** `print` and `getall`. */
export const print: Verb = (context) => {
  const { request } = context;
  for (const name of request.attributes.keys()) if (!PRINT_ARGUMENTS.has(name)) throw unknownParameter(name);
  if (request.attributes.has('count-only')) {
    count(context);
  } else if (request.attributes.has('interval')) {
    printAgainAndAgain(context);
  } else if (request.attributes.has('follow') || request.attributes.has('follow-only')) {
    printAndFollow(context, request.attributes.has('follow'));
  } else {
    printOnce(context);
  }
};

const printer = (context: MenuContext) => (row: Row) => {
  context.reply.row(columns(context, row));
};

function printOnce(context: MenuContext): void {
  const { reply } = context;
  let isEmpty = true;
  scan(context, {
    found: (row) => {
      isEmpty = false;
      reply.row(columns(context, row));
    },
    end: () => {
      if (isEmpty) reply.empty();
      reply.done();
      return undefined;
    },
  });
}

/** Changes are told from the beginning, also those of rows that have not been printed yet. */
function printAndFollow(context: MenuContext, withRows: boolean): void {
  if (!withRows) {
    follow(context);
    return;
  }
  const onStop = watch(context);
  scan(context, { found: printer(context), end: () => undefined, onStop });
}

function count(context: MenuContext): void {
  const { request, table } = context;
  if (request.queries.length === 0 && !request.attributes.has('from')) {
    context.reply.done(String(table.size));
    return;
  }
  let rows = 0;
  scan(context, {
    found: () => {
      rows++;
    },
    end: () => {
      context.reply.done(String(rows));
      return undefined;
    },
  });
}

function printAgainAndAgain(context: MenuContext): void {
  const milliseconds = parseDuration(context.request.attributes.get('interval') ?? '');
  if (milliseconds === null || milliseconds === 0) throw invalidValue('interval');
  const pause = Math.max(milliseconds, 10);
  scan(context, { found: printer(context), end: () => pause, onStop: () => undefined });
}

/** `get =value-name=`: one value as `=ret=`. */
export const get: Verb = (context) => {
  const { table, request, reply, router } = context;
  const name = request.attributes.get('value-name');
  if (name === undefined) throw missingArgument('value-name');
  const reference = request.attributes.get('.id') ?? request.attributes.get('number');
  const row = table.schema.form === 'single' ? table.only : table.find(reference ?? '');
  if (row === undefined) throw new Trap(router.profile.noSuchItem, TrapCategory.MISSING);
  if (table.property(name) === undefined && name !== '.id') throw unknownParameter(name);
  const visible = [...columns(context, row)].find(([column]) => column === name);
  reply.done(visible?.[1] ?? '');
};

/** `find`: the ids of all items that match, as `=ret=`. */
export const find: Verb = (context) => {
  const ids: string[] = [];
  scan(context, {
    found: ({ id }) => ids.push(id),
    end: () => {
      context.reply.done(ids.join(';'));
      return undefined;
    },
  });
};
