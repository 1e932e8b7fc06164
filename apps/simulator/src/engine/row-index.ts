import { type Row } from './row';

/** Finds rows by a key that several of them may share; the first that came is found first. */
export class RowIndex {
  private readonly rows = new Map<string, Set<Row>>();

  constructor(private readonly keyOf: (row: Row) => string | undefined) {}

  add(row: Row): void {
    const key = this.keyOf(row);
    if (key === undefined) return;
    const sharing = this.rows.get(key);
    if (sharing === undefined) this.rows.set(key, new Set([row]));
    else sharing.add(row);
  }

  remove(row: Row): void {
    const key = this.keyOf(row);
    const sharing = key === undefined ? undefined : this.rows.get(key);
    if (key === undefined || sharing?.delete(row) !== true) return;
    if (sharing.size === 0) this.rows.delete(key);
  }

  first(key: string): Row | undefined {
    for (const row of this.all(key)) return row;
    return undefined;
  }

  all(key: string): Iterable<Row> {
    return this.rows.get(key) ?? [];
  }
}
