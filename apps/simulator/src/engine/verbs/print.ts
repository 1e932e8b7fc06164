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

function matching({ table, request }: MenuContext): Row[] {
  const passes = compileQuery(request.queries, (name) => table.kindOf(name));
  const from = request.attributes.get('from');
  const wanted = from === undefined ? null : new Set(from.split(',').map((id) => table.find(id)));
  return [...table.list()].filter((row) => (wanted?.has(row) ?? true) && passes((name) => row.get(name)));
}

function printRows(context: MenuContext): number {
  const rows = matching(context);
  for (const row of rows) context.reply.row(columns(context, row));
  return rows.length;
}

/** `print` and `getall`. */
export const print: Verb = (context) => {
  const { request, reply } = context;
  for (const name of request.attributes.keys()) if (!PRINT_ARGUMENTS.has(name)) throw unknownParameter(name);
  if (request.attributes.has('count-only')) {
    reply.done(String(matching(context).length));
  } else if (request.attributes.has('interval')) {
    printAgainAndAgain(context);
  } else if (request.attributes.has('follow') || request.attributes.has('follow-only')) {
    if (request.attributes.has('follow')) printRows(context);
    follow(context);
  } else {
    printOnce(context);
  }
};

/** Rows that are written before others are served. */
const ROWS_PER_STEP = 100;

function printOnce(context: MenuContext): void {
  const { table, reply } = context;
  const rows = matching(context);
  if (rows.length === 0) reply.empty();
  let next = 0;
  const step = (): boolean => {
    const end = reply.pace === undefined ? rows.length : Math.min(rows.length, next + ROWS_PER_STEP);
    for (const row of rows.slice(next, end)) if (table.has(row)) reply.row(columns(context, row));
    next = end;
    if (next < rows.length) return true;
    reply.done();
    return false;
  };
  if (reply.pace === undefined || rows.length <= ROWS_PER_STEP) while (step());
  else reply.pace(step);
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
  const ids = matching(context).map((row) => row.id);
  context.reply.done(ids.join(';'));
};
