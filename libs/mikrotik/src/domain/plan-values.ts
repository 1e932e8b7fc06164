import { type DesiredResource, EVERY_SERVER, type ResourceKind } from './desired-resource';
import { exactly } from './foreign-text';
import { markedComment, parseComment } from './ownership-mark';
import { type ActualRow, type Change } from './plan';
import { nameOf } from './resource-identity';
import { normaliserOf, RESOURCE_SPECS } from './resource-spec';

/** What a new object is made with: its name, its values that are not empty, the mark behind the given text. */
export function creationValues(resource: DesiredResource): Record<string, string> {
  const { kind, values, owner } = resource;
  const { comment = '', ...rest } = values;
  const given = Object.entries(rest).filter(([attribute, value]) => {
    normaliserOf(kind, attribute);
    return value !== '' && !(attribute === 'server' && value === EVERY_SERVER);
  });
  const { identity, ownedBy } = RESOURCE_SPECS[kind];
  return {
    ...(identity === 'name' ? { name: nameOf(resource) } : {}),
    ...Object.fromEntries(given),
    ...(ownedBy === 'comment' ? { comment: markedComment(comment, owner) } : {}),
  };
}

/** Attributes to be set: what differs, what is emptied by a value, and the mark where the owner is another one. */
export function changesOf(resource: DesiredResource, row: ActualRow, rewriteHidden: boolean): Change[] {
  const { kind, values, owner } = resource;
  const { secret, ownedBy } = RESOURCE_SPECS[kind];
  const changes = Object.entries(wantedValues(resource)).flatMap(([attribute, to]) => {
    if (attribute === 'comment' || isUnset(kind, attribute, to)) return [];
    const from = row[attribute];
    if (from === undefined && secret.includes(attribute)) {
      return rewriteHidden && attribute in values ? [{ attribute, from, to }] : [];
    }
    const normalise = normaliserOf(kind, attribute);
    if (normalise(from ?? '') === normalise(to)) return [];
    return [{ attribute, from, to: to === '' ? (RESOURCE_SPECS[kind].emptied[attribute] ?? '') : to }];
  });
  const marked = parseComment(row.comment ?? '');
  if (ownedBy === 'comment' && marked.owner !== owner) {
    const { attribute, value } = exactly(row, 'comment', markedComment(marked.text, owner));
    changes.push({ attribute, from: row.comment, to: value });
  }
  return changes;
}

/** Attributes to be emptied by `unset`. */
export function unsetOf(resource: DesiredResource, row: ActualRow): string[] {
  const { kind } = resource;
  return Object.entries(wantedValues(resource)).flatMap(([attribute, to]) => {
    if (!isUnset(kind, attribute, to)) return [];
    const normalise = normaliserOf(kind, attribute);
    return normalise(row[attribute] ?? '') === normalise('') ? [] : [attribute];
  });
}

/** Columns that a print must show so that these objects can be compared. */
export function columnsFor(kind: ResourceKind, desired: readonly DesiredResource[]): string[] {
  const { identity, ownedBy, natural, label, dynamicRows } = RESOURCE_SPECS[kind];
  const attributes = new Set<string>();
  for (const { values, unset = [] } of desired) {
    for (const attribute in values) attributes.add(attribute);
    for (const attribute of unset) attributes.add(attribute);
  }
  attributes.delete('comment');
  for (const attribute of attributes) normaliserOf(kind, attribute);
  return [
    ...new Set([
      '.id',
      ...(identity === 'name' ? ['name'] : []),
      ...(ownedBy === 'comment' ? ['comment'] : []),
      ...(dynamicRows ? ['dynamic'] : []),
      ...natural,
      ...label,
      ...attributes,
    ]),
  ];
}

function wantedValues({ values, unset = [] }: DesiredResource): Record<string, string> {
  const emptied = unset.filter((attribute) => values[attribute] === undefined);
  return { ...values, ...Object.fromEntries(emptied.map((attribute) => [attribute, ''])) };
}

function isUnset(kind: ResourceKind, attribute: string, value: string): boolean {
  return value === '' && RESOURCE_SPECS[kind].unsettable.includes(attribute);
}
