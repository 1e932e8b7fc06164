import { RESOURCE_SPECS } from '../domain/resource-spec';
import { type PlanAction } from '../domain/sync-plan';
import { assertId, command, type Sentence } from '../transport';

/** The commands that carry out one action, in their order. A conflict has none. */
export function sentencesOf(action: PlanAction): Sentence[] {
  const { menu } = RESOURCE_SPECS[action.kind];
  switch (action.action) {
    case 'create':
      return [command(`${menu}/add`, { ...action.values, ...place('place-before', action.before) })];
    case 'update': {
      const id = assertId(action.id);
      const changes = Object.fromEntries(action.changes.map(({ attribute, to }) => [attribute, to]));
      const set = action.changes.length > 0 ? [command(`${menu}/set`, { '.id': id, ...changes })] : [];
      const unset = action.unset.map((name) => command(`${menu}/unset`, { '.id': id, 'value-name': name }));
      return [...set, ...unset];
    }
    case 'move':
      return [command(`${menu}/move`, { numbers: assertId(action.id), ...place('destination', action.before) })];
    case 'remove':
      return [command(`${menu}/remove`, { '.id': assertId(action.id) })];
    case 'conflict':
      return [];
  }
}

/** Without a place in front of something it is the end. */
function place(argument: string, before: string | undefined): Record<string, string> {
  return before === undefined ? {} : { [argument]: assertId(before) };
}
