import { type DesiredResource, type ResourceKey, type ResourceKind } from './desired-resource';
import { markedComment, parseComment } from './ownership-mark';
import { normaliserOf, RESOURCE_SPECS } from './resource-spec';

/** An object as a router printed it; absent attributes were not printed. */
export type ActualRow = Readonly<Record<string, string>>;

/** One attribute that differs; `from` is undefined where the router shows none. */
export interface Change {
  attribute: string;
  from: string | undefined;
  to: string;
}

/** What has to be done to one object. */
export type PlanAction = ResourceKey &
  (
    | { action: 'create'; values: Readonly<Record<string, string>> }
    | { action: 'update'; id: string; changes: readonly Change[]; unset: readonly string[]; endsSession: boolean }
    | { action: 'remove'; id: string; owner: string }
    | { action: 'conflict' }
  );

/** The difference between wanted and actual objects of one kind, as data. */
export interface KindPlan {
  kind: ResourceKind;
  actions: readonly PlanAction[];
  /** Names that are in step. */
  inStep: readonly string[];
  /** Objects of the router that are none of our business: reported, never touched. */
  foreign: readonly string[];
}

export interface PlanInput {
  kind: ResourceKind;
  desired: readonly DesiredResource[];
  rows: readonly ActualRow[];
  /** The names that this plan answers; `'all'` in a full sync. Nothing else is touched. */
  keys: readonly string[] | 'all';
  /** Names for which attributes that the router hides are written anyway, because they may have changed. */
  rewriteHidden: ReadonlySet<string>;
}

/**
 * Compares. Matching is by name; an object of that name without our mark is a conflict, not ours to overwrite. Values are
 * compared in normal spelling, only what differs is written, and an object in step leads to nothing.
 */
export function planKind(input: PlanInput): KindPlan {
  const actual = new Map(input.rows.map((row) => [row.name ?? '', row]));
  const wanted = new Map(input.desired.map((resource) => [resource.key, resource]));
  const names = input.keys === 'all' ? new Set([...wanted.keys(), ...actual.keys()]) : new Set(input.keys);
  const actions: PlanAction[] = [];
  const inStep: string[] = [];
  const foreign: string[] = [];
  for (const name of names) {
    const row = actual.get(name);
    const resource = wanted.get(name);
    const action = resource ? planWanted(resource, row, input.rewriteHidden) : planUnwanted(input.kind, name, row);
    if (action === 'foreign') foreign.push(name);
    else if (action === 'in-step') inStep.push(name);
    else actions.push(action);
  }
  return { kind: input.kind, actions, inStep, foreign };
}

function planWanted(
  resource: DesiredResource,
  row: ActualRow | undefined,
  rewriteHidden: ReadonlySet<string>,
): PlanAction | 'in-step' {
  const { kind, key, owner } = resource;
  if (!row) return { kind, key, action: 'create', values: creationValues(resource) };
  const marked = parseComment(row.comment ?? '');
  if (marked.owner === undefined) return { kind, key, action: 'conflict' };
  const changes = changesOf(resource, row, rewriteHidden.has(key));
  if (marked.owner !== owner) {
    changes.push({ attribute: 'comment', from: row.comment, to: markedComment(marked.text, owner) });
  }
  const unset = unsetOf(resource, row);
  if (changes.length === 0 && unset.length === 0) return 'in-step';
  const { endsSession } = RESOURCE_SPECS[kind];
  const touched = [...changes.filter(({ from }) => from !== undefined).map(({ attribute }) => attribute), ...unset];
  const known = touched.some((attribute) => endsSession.includes(attribute));
  const appeared = changes.some((change) => isVisible(kind, change) && endsSession.includes(change.attribute));
  return { kind, key, action: 'update', id: row['.id'] ?? '', changes, unset, endsSession: known || appeared };
}

/** A hidden attribute is rewritten on suspicion only; that alone ends no session. */
function isVisible(kind: ResourceKind, change: Change): boolean {
  return change.from !== undefined || !RESOURCE_SPECS[kind].secret.includes(change.attribute);
}

function planUnwanted(kind: ResourceKind, key: string, row: ActualRow | undefined): PlanAction | 'foreign' | 'in-step' {
  if (!row) return 'in-step';
  const { owner } = parseComment(row.comment ?? '');
  return owner === undefined ? 'foreign' : { kind, key, action: 'remove', id: row['.id'] ?? '', owner };
}

function creationValues({ kind, key, values, owner }: DesiredResource): Record<string, string> {
  const { comment = '', ...rest } = values;
  const given = Object.entries(rest).filter(([attribute, value]) => {
    normaliserOf(kind, attribute);
    return value !== '';
  });
  return { name: key, ...Object.fromEntries(given), comment: markedComment(comment, owner) };
}

function changesOf({ kind, values }: DesiredResource, row: ActualRow, rewriteHidden: boolean): Change[] {
  const { secret } = RESOURCE_SPECS[kind];
  return Object.entries(values).flatMap(([attribute, to]) => {
    if (attribute === 'comment' || isUnset(kind, attribute, to)) return [];
    const from = row[attribute];
    if (from === undefined && secret.includes(attribute)) return rewriteHidden ? [{ attribute, from, to }] : [];
    const normalise = normaliserOf(kind, attribute);
    return normalise(from ?? '') === normalise(to) ? [] : [{ attribute, from, to }];
  });
}

function unsetOf({ kind, values, unset = [] }: DesiredResource, row: ActualRow): string[] {
  const emptied = Object.keys(values).filter((attribute) => isUnset(kind, attribute, values[attribute] ?? ''));
  return [...new Set([...unset, ...emptied])].filter((attribute) => {
    const empty = normaliserOf(kind, attribute)('');
    return normaliserOf(kind, attribute)(row[attribute] ?? '') !== empty;
  });
}

function isUnset(kind: ResourceKind, attribute: string, value: string): boolean {
  return value === '' && RESOURCE_SPECS[kind].unsettable.includes(attribute);
}

/** Columns that a print must show so that these objects can be compared. */
export function columnsFor(kind: ResourceKind, desired: readonly DesiredResource[]): string[] {
  const attributes = new Set<string>();
  for (const { values, unset = [] } of desired) {
    for (const attribute of [...Object.keys(values), ...unset]) if (attribute !== 'comment') attributes.add(attribute);
  }
  for (const attribute of attributes) normaliserOf(kind, attribute);
  return ['.id', 'name', 'comment', ...attributes];
}
