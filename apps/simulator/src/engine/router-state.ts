import { type VersionProfile } from '../versions/version-profile';
import { type Command } from './command';
import { type RouterClock } from './router-clock';
import { type MenuSchema, type Neighbours } from './schema';
import { type Row } from './row';
import { Table } from './table';

/** One write command that was carried out. */
export interface Write {
  readonly menu: string;
  readonly verb: string;
  readonly user: string;
  /** What the command named: an id, a name, or the new item. */
  readonly item: string;
}

/** The memory of one router: its menus, commands and clock. No sockets, no timers. */
export class RouterState implements Neighbours {
  private readonly tables = new Map<string, Table>();
  private readonly writers = new Set<(write: Write) => void>();
  private readonly commands = new Map<string, Command>();

  constructor(
    readonly name: string,
    readonly profile: VersionProfile,
    readonly clock: RouterClock,
  ) {}

  addMenu(schema: MenuSchema): Table {
    const table = new Table(schema);
    this.tables.set(schema.path, table);
    return table;
  }

  addCommand(command: Command): void {
    this.commands.set(command.path, command);
  }

  /** A menu that must be there. */
  table(path: string): Table {
    const table = this.tables.get(path);
    if (table === undefined) throw new Error(`The simulated router has no menu ${path}`);
    return table;
  }

  menu(path: string): Table | undefined {
    return this.tables.get(path);
  }

  menus(): IterableIterator<Table> {
    return this.tables.values();
  }

  command(path: string): Command | undefined {
    return this.commands.get(path);
  }

  exists(menu: string, name: string): boolean {
    return this.tables.get(menu)?.named(name) !== undefined;
  }

  rows(menu: string): Iterable<Row> {
    return this.tables.get(menu)?.list() ?? [];
  }

  /** Reports every write that somebody has made, once it is done. */
  onWrite(listener: (write: Write) => void): void {
    this.writers.add(listener);
  }

  written(write: Write): void {
    for (const listener of this.writers) listener(write);
  }

  /** Writes a line into /log. */
  log(topics: string, message: string): void {
    this.table('/log').insert({ time: this.clock.dateTime(), topics, message });
  }

  /** What the router itself calls the dynamic interface and queue of a session. */
  dynamicName(kind: string, user: string): string {
    return this.profile.brackets ? `<${kind}-${user}>` : `${kind}-${user}`;
  }
}
