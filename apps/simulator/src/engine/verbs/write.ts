import { type MenuContext, type Verb } from '../command';
import { type Row } from '../row';
import { failure, missingArgument, noMatch, Trap, TrapCategory, unknownParameter } from '../trap';
import { repoint } from '../references';
import { targetArgument, targets, valueArguments } from './items';

/** undefined = the property goes away. */
type Values = Record<string, string | undefined>;

function parseValues({ table, router }: MenuContext, given: readonly (readonly [string, string])[]): Values {
  const values: Values = {};
  for (const [argument, text] of given) {
    const property = table.property(argument);
    if (property?.writable !== true) throw unknownParameter(argument);
    values[property.alias ?? argument] =
      text === '' && property.emptyClears === true
        ? undefined
        : property.kind.parse(text, { argument, exists: (menu, name) => router.exists(menu, name) });
  }
  return values;
}

/** Refuses a second item with the same key. */
function checkUnique({ table }: MenuContext, candidate: ReadonlyMap<string, string>, self: Row | null): void {
  const { unique } = table.schema;
  if (unique !== undefined && table.twin(candidate, self) !== undefined) throw failure(unique.message);
}

function place(context: MenuContext, row: Row, before: string | undefined): void {
  if (before === undefined) return;
  const target = context.table.find(before);
  if (target !== undefined) context.table.move([row], target);
}

export const add: Verb = (context) => {
  const { table, request, reply, router } = context;
  const attributes = new Map(request.attributes);
  const copyFrom = attributes.get('copy-from');
  const placeBefore = attributes.get('place-before');
  const ordered = table.schema.verbs.has('move');
  attributes.delete('copy-from');
  if (ordered) attributes.delete('place-before');
  if (placeBefore !== undefined && ordered && table.find(placeBefore) === undefined) {
    throw new Trap(router.profile.noSuchItem, TrapCategory.MISSING);
  }
  const values = { ...copied(context, copyFrom), ...parseValues(context, [...attributes]) };
  for (const [name, property] of Object.entries(table.schema.properties)) {
    if (property.required === true && values[name] === undefined) throw missingArgument(name);
  }
  const candidate = candidateOf(context, values);
  checkUnique(context, candidate, null);
  table.schema.check?.(candidate, router);
  const row = table.insert(Object.fromEntries(candidate));
  place(context, row, placeBefore);
  reply.done(row.id);
};

/** The item as it will be, initial values included. */
function candidateOf({ table }: MenuContext, values: Values): Map<string, string> {
  const initial = Object.entries(table.schema.properties).map(([name, property]) => [name, property.initial] as const);
  const candidate = new Map<string, string>();
  for (const [name, value] of [...initial, ...Object.entries(values)]) {
    if (value === undefined) candidate.delete(name);
    else candidate.set(name, value);
  }
  table.schema.complete?.(candidate, (name) => table.named(name) !== undefined);
  return candidate;
}

function copied({ table, router }: MenuContext, from: string | undefined): Record<string, string> {
  if (from === undefined) return {};
  const row = table.find(from);
  if (row === undefined) throw new Trap(router.profile.noSuchItem, TrapCategory.MISSING);
  return Object.fromEntries([...row.values].filter(([name]) => table.property(name)?.writable === true));
}

/** Writes values into items, all of them or none. */
function change(context: MenuContext, rows: readonly Row[], values: Values): void {
  const { table, router } = context;
  for (const row of rows) {
    if (row.dynamic) throw failure('can not change dynamic item'); // why: wording unverified
    const candidate = new Map(row.values);
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) candidate.delete(name);
      else candidate.set(name, value);
    }
    checkUnique(context, candidate, row);
    table.schema.check?.(candidate, router);
  }
  for (const row of rows) {
    const before = row.values.get('name');
    table.update(row, values);
    const after = row.values.get('name');
    if (before !== undefined && after !== undefined && before !== after) repoint(router, table, before, after);
  }
}

export const set: Verb = (context) => {
  const rows = targets(context);
  change(context, rows, parseValues(context, valueArguments(context.request.attributes)));
  context.reply.done();
};

export const remove: Verb = (context) => {
  const { table, request, reply, router } = context;
  const rows = targets(context);
  for (const [name] of valueArguments(request.attributes)) throw unknownParameter(name);
  for (const row of rows) {
    if (row.builtIn) throw failure('can not remove default item'); // why: wording unverified
    table.schema.checkRemove?.(row, router);
  }
  for (const row of rows) {
    table.delete(row);
    const name = row.values.get('name');
    if (name !== undefined) repoint(router, table, name, row.id);
  }
  reply.done();
};

/** `enable` and `disable`. */
export const switchTo =
  (disabled: 'true' | 'false'): Verb =>
  (context) => {
    for (const [name] of valueArguments(context.request.attributes)) throw unknownParameter(name);
    change(context, targets(context), { disabled });
    context.reply.done();
  };

/** `comment =numbers= =comment=`. */
export const comment: Verb = (context) => {
  const text = context.request.attributes.get('comment') ?? '';
  change(context, targets(context), { comment: text === '' ? undefined : text });
  context.reply.done();
};

/** `unset =.id= =value-name=`. */
export const unset: Verb = (context) => {
  const { table, request, reply } = context;
  const name = request.attributes.get('value-name');
  if (targetArgument(request.attributes) === undefined) throw missingArgument('numbers');
  if (name === undefined) throw missingArgument('value-name');
  if (table.schema.unsettable?.includes(name) !== true) throw noMatch('value-name');
  change(context, targets(context), { [name]: table.property(name)?.initial });
  reply.done();
};

/** `move =numbers= =destination=`; without a destination to the end. */
export const move: Verb = (context) => {
  const { table, request, reply, router } = context;
  const rows = targets(context);
  const destination = request.attributes.get('destination');
  const before = destination === undefined ? undefined : table.find(destination);
  if (destination !== undefined && before === undefined) {
    throw new Trap(router.profile.noSuchItem, TrapCategory.MISSING);
  }
  table.move(rows, before);
  reply.done();
};
