import { type MenuSchema, type Property } from './schema';
import { Row } from './row';
import { RowIndex } from './row-index';
import { itemId, text } from './kinds';
import { type ValueKind } from './value-kind';

export interface Change {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly row: Row;
}

type RowOptions = ConstructorParameters<typeof Row>[2] & { readonly id?: string };

/** The items of one menu in their order, with an index by name. Knows nothing of users or of the wire. */
export class Table {
  private rows = new Map<string, Row>();
  private readonly byName = new RowIndex((row) => row.values.get('name'));
  /** By the properties that make an item unique. */
  private readonly byKey: RowIndex;
  private readonly watchers = new Set<(change: Change) => void>();
  private nextId: number;

  constructor(readonly schema: MenuSchema) {
    this.nextId = schema.firstId ?? 1;
    this.byKey = new RowIndex(({ values }) => this.keyOf(values));
  }

  get size(): number {
    return this.rows.size;
  }

  list(): IterableIterator<Row> {
    return this.rows.values();
  }

  /** The row of a menu of settings. */
  get only(): Row {
    for (const row of this.rows.values()) return row;
    throw new Error(`${this.schema.path} has no row`);
  }

  /** An item by `*1A` or by name, as `.id` and `numbers` take both. */
  find(idOrName: string): Row | undefined {
    return this.rows.get(idOrName.toUpperCase()) ?? this.byName.first(idOrName);
  }

  /** An item by its name alone. */
  named(name: string): Row | undefined {
    return this.byName.first(name);
  }

  has(row: Row): boolean {
    return this.rows.get(row.id) === row;
  }

  /** Another item with the same unique properties. */
  twin(candidate: ReadonlyMap<string, string>, self: Row | null): Row | undefined {
    const key = this.keyOf(candidate);
    if (key === undefined) return undefined;
    const onlyStatic = this.schema.unique?.onlyStatic === true;
    for (const row of this.byKey.all(key)) if (row !== self && !(onlyStatic && row.dynamic)) return row;
    return undefined;
  }

  /** Stores an item without any check. `values` fill up with the initial values of the schema. */
  insert(values: Readonly<Record<string, string>>, options: RowOptions = {}): Row {
    const complete = new Map<string, string>();
    for (const [name, property] of Object.entries(this.schema.properties)) {
      const value = values[name] ?? property.initial;
      if (value !== undefined) complete.set(name, value);
    }
    if (options.dynamic === true && 'dynamic' in this.schema.properties) complete.set('dynamic', 'true');
    const row = new Row(this.takeId(options.id), complete, options);
    for (const [name, { alias }] of Object.entries(this.schema.properties)) {
      if (alias !== undefined) row.show(name, () => row.get(alias));
    }
    this.rows.set(row.id, row);
    this.index(row);
    this.report({ kind: 'added', row });
    this.dropOldest();
    return row;
  }

  /** Writes values of an item without any check; undefined takes a property away. */
  update(row: Row, values: Readonly<Record<string, string | undefined>>): void {
    this.unindex(row);
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) row.values.delete(name);
      else row.values.set(name, value);
    }
    this.index(row);
    this.report({ kind: 'changed', row });
  }

  delete(row: Row): void {
    if (!this.rows.delete(row.id)) return;
    this.unindex(row);
    this.report({ kind: 'removed', row });
  }

  /** Puts items before another one, or at the end. */
  move(moved: readonly Row[], before: Row | undefined): void {
    const moving = new Set(moved);
    const rest = [...this.rows.values()].filter((row) => !moving.has(row));
    const at = before === undefined ? -1 : rest.indexOf(before);
    rest.splice(at < 0 ? rest.length : at, 0, ...moved);
    this.rows = new Map(rest.map((row) => [row.id, row]));
    for (const row of moved) this.report({ kind: 'changed', row });
  }

  /** Starts the numbering of dynamic items again, as a reboot does. */
  restartIds(): void {
    if (this.schema.volatile === true) this.nextId = this.schema.firstId ?? 1;
  }

  /** Reports every later change until the returned function is called. */
  watch(watcher: (change: Change) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  property(name: string): Property | undefined {
    return Object.hasOwn(this.schema.properties, name) ? this.schema.properties[name] : undefined;
  }

  /** How values of a property compare in queries. */
  kindOf(name: string): ValueKind {
    return name === '.id' ? itemId : (this.property(name)?.kind ?? text);
  }

  private takeId(given: string | undefined): string {
    if (given === undefined) return `*${(this.nextId++).toString(16).toUpperCase()}`;
    const number = Number.parseInt(given.slice(1), 16);
    if (number >= this.nextId && number < 0x8000_0000) this.nextId = number + 1;
    return given;
  }

  private index(row: Row): void {
    this.byName.add(row);
    this.byKey.add(row);
  }

  private unindex(row: Row): void {
    this.byName.remove(row);
    this.byKey.remove(row);
  }

  private keyOf(values: ReadonlyMap<string, string>): string | undefined {
    const key = this.schema.unique?.by.map((name) => values.get(name));
    return key === undefined || key.includes(undefined) ? undefined : key.join('\0');
  }

  private report(change: Change): void {
    for (const watcher of this.watchers) watcher(change);
  }

  private dropOldest(): void {
    const { capacity } = this.schema;
    if (capacity === undefined || this.rows.size <= capacity) return;
    for (const row of this.rows.values()) {
      this.delete(row);
      return;
    }
  }
}
