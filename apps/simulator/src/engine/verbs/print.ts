import { type MenuContext, type Verb } from '../command';
import { parseDuration } from '../durations';
import { compileQuery } from '../query';
import { type Row } from '../row';
import { invalidValue, missingArgument, Trap, TrapCategory, unknownParameter } from '../trap';
import { columns } from './columns';
import { follow } from './listen';

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

function printRows(context: MenuContext): number {
  const { rows, passes } = selectionOf(context);
  const found = rows.filter(passes);
  for (const row of found) context.reply.row(columns(context, row));
  return found.length;
}

/** Rows that are written before others are served. */
const ROWS_PER_STEP = 100;
/** Query words that are looked at before others are served: a millisecond or two. */
const WORDS_PER_STEP = 20_000;

/** Looks at the rows in steps, between which other connections are served, as a router does. */
function scan(context: MenuContext, found: (row: Row) => void, end: () => void): void {
  const { table, request, reply } = context;
  const { rows, passes } = selectionOf(context);
  const most = Math.max(ROWS_PER_STEP, Math.floor(WORDS_PER_STEP / (request.queries.length + 1)));
  let next = 0;
  const step = (): boolean => {
    let matches = 0;
    for (const last = next + most; next < Math.min(rows.length, last) && matches < ROWS_PER_STEP; next++) {
      const row = rows[next];
      if (row === undefined || !table.has(row) || !passes(row)) continue;
      matches++;
      found(row);
    }
    if (next < rows.length) return true;
    end();
    return false;
  };
  if (reply.pace === undefined || rows.length <= ROWS_PER_STEP) while (step());
  else reply.pace(step);
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
    if (request.attributes.has('follow')) printRows(context);
    follow(context);
  } else {
    printOnce(context);
  }
};

function printOnce(context: MenuContext): void {
  const { reply } = context;
  let isEmpty = true;
  scan(
    context,
    (row) => {
      isEmpty = false;
      reply.row(columns(context, row));
    },
    () => {
      if (isEmpty) reply.empty();
      reply.done();
    },
  );
}

function count(context: MenuContext): void {
  let rows = 0;
  scan(
    context,
    () => {
      rows++;
    },
    () => {
      context.reply.done(String(rows));
    },
  );
}

function printAgainAndAgain(context: MenuContext): void {
  const milliseconds = parseDuration(context.request.attributes.get('interval') ?? '');
  if (milliseconds === null || milliseconds === 0) throw invalidValue('interval');
  printRows(context);
  const timer = setInterval(() => printRows(context), Math.max(milliseconds, 10));
  context.reply.keepOpen(() => {
    clearInterval(timer);
  });
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
  scan(
    context,
    ({ id }) => ids.push(id),
    () => {
      context.reply.done(ids.join(';'));
    },
  );
};
