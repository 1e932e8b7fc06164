import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type RouterState } from '../engine/router-state';
import { type Table } from '../engine/table';

interface SavedItem {
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
}

interface SavedRouter {
  readonly format: 1;
  readonly menus: Readonly<Record<string, readonly SavedItem[]>>;
}

const DELAY_MS = 500;

/**
 * What a router keeps without power: its configuration, in one file. Changes are written at most twice a second, as a
 * whole and by renaming, so that a kill at any moment leaves either the old or the new file.
 */
export class Flash {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly state: RouterState,
    private readonly file: string,
  ) {}

  /** Puts the saved configuration in place of the fresh one; false if there is none. */
  restore(): boolean {
    if (!existsSync(this.file)) return false;
    const { menus } = JSON.parse(readFileSync(this.file, 'utf8')) as SavedRouter;
    restoreMenus(this.state, menus);
    return true;
  }

  /** Saves every change from now on. */
  follow(): void {
    for (const table of this.state.menus()) {
      if (!isKept(table)) continue;
      table.watch(({ row }) => {
        if (!row.transient) this.schedule();
      });
    }
    this.schedule();
  }

  /** Writes what has not been written yet. */
  close(): void {
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.save();
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.save();
    }, DELAY_MS).unref();
  }

  private save(): void {
    this.timer = null;
    const saved: SavedRouter = { format: 1, menus: savedMenus(this.state) };
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, JSON.stringify(saved), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }
}

export type SavedMenus = Readonly<Record<string, readonly SavedItem[]>>;

/** The configuration as it is now, without what is dynamic. */
export function savedMenus(state: RouterState): SavedMenus {
  const menus: Record<string, SavedItem[]> = {};
  for (const table of state.menus()) {
    if (isKept(table)) {
      menus[table.schema.path] = [...table.list()]
        .filter((row) => !row.transient)
        .map(({ id, values }) => ({ id, values: Object.fromEntries(values) }));
    }
  }
  return menus;
}

/** Puts a configuration in place of the one that is there, ids and order included. */
export function restoreMenus(state: RouterState, menus: SavedMenus): void {
  for (const table of state.menus()) {
    const items = menus[table.schema.path];
    if (items !== undefined && isKept(table)) restoreTable(table, items);
  }
}

const NOT_KEPT = new Set([
  '/system/resource',
  '/system/routerboard',
  '/system/license',
  '/system/package',
  '/system/health',
  '/system/resource/cpu',
  '/system/package/update',
]);

function isKept({ schema }: Table): boolean {
  return schema.volatile !== true && !NOT_KEPT.has(schema.path);
}

function restoreTable(table: Table, items: readonly SavedItem[]): void {
  const saved = new Map(items.map((item) => [item.id, item]));
  for (const row of [...table.list()]) {
    const item = saved.get(row.id);
    if (item === undefined) {
      table.delete(row);
    } else {
      table.update(row, {
        ...Object.fromEntries([...row.values.keys()].map((name) => [name, undefined])),
        ...item.values,
      });
      saved.delete(row.id);
    }
  }
  for (const { id, values } of saved.values()) table.insert(values, { id });
}
