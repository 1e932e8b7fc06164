import { type SecretPlace } from './secret-box';

/** A column of sealed values, every one of them sealed for `table:id:column`. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The column whose text is the id of the place; default `id`. */
  readonly id: string;
  /** Where the value of one row lives. */
  readonly place: (id: string) => SecretPlace;
}

const columns = new Map<string, SealedColumn>();

/**
 * Declares a column that the key rotation re-encrypts; a lib calls it beside the repository of the table.
 *
 * @throws Error at load time for a name that is no plain identifier, and for a column declared twice
 */
export function defineSealedColumn(names: { table: string; column: string; id?: string }): SealedColumn {
  const { table, column, id = 'id' } = names;
  const name = `${table}.${column}`;
  if (![table, column, id].every((part) => /^[a-z_]+$/.test(part))) throw new Error(`not a column: ${name}`);
  if (columns.has(name)) throw new Error(`sealed column ${name} is declared twice`);
  const sealed = { table, column, id, place: (row: string) => ({ table, id: row, column }) };
  columns.set(name, sealed);
  return sealed;
}

/** Every sealed column of the loaded libs. */
export function sealedColumns(): readonly SealedColumn[] {
  return [...columns.values()].sort((a, b) => a.table.localeCompare(b.table) || a.column.localeCompare(b.column));
}
