import { type RouterState } from './router-state';
import { type Table } from './table';

/**
 * Items name each other by an inner id: a renamed profile shows its new name in every secret, a removed one leaves its
 * `*A` behind.
 *
 * @param shownAs what the referring items print from now on
 */
export function repoint(router: RouterState, target: Table, name: string, shownAs: string): void {
  for (const table of router.menus()) {
    for (const [property, { kind }] of Object.entries(table.schema.properties)) {
      if (kind.refersTo !== target.schema.path) continue;
      for (const row of table.list()) {
        if (row.values.get(property) === name) table.update(row, { [property]: shownAs });
      }
    }
  }
}
