import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { type Table } from '../../engine/table';

/** Never exported: users are not, and what is no configuration cannot be. */
const LEFT_OUT =
  /^\/(user|log|file|certificate|ppp\/active|system\/(history|license|resource|health|script\/job|package))(\/|$)/;

export interface ExportOptions {
  /** Passwords too. v7 leaves them out unless asked, v6 writes them unless told not to. */
  readonly sensitive: boolean;
}

/**
 * The configuration as text, as `/export` writes it: what differs from the defaults, menu by menu. The first lines name
 * date and software, so two exports of one configuration differ there.
 */
export function exportConfiguration(router: RouterState, options: ExportOptions): string {
  const { clock, profile } = router;
  const board = router.table('/system/routerboard').only;
  const lines = [
    `# ${clock.dateTime()} by RouterOS ${profile.fullVersion.split(' ')[0] ?? ''}`,
    `# software id = ${router.table('/system/license').only.get('software-id') ?? ''}`,
    '#',
    `# model = ${board.get('model') ?? ''}`,
    `# serial number = ${board.get('serial-number') ?? ''}`,
  ];
  for (const table of [...router.menus()].sort((a, b) => (a.schema.path < b.schema.path ? -1 : 1))) {
    if (!LEFT_OUT.test(table.schema.path)) lines.push(...menuLines(table, options));
  }
  return `${lines.join('\n')}\n`;
}

function menuLines(table: Table, options: ExportOptions): string[] {
  if (table.schema.volatile === true) return [];
  const lines: string[] = [];
  for (const row of table.list()) {
    if (row.transient) continue;
    const settings = changed(table, row, options);
    if (settings.length === 0) continue;
    if (table.schema.form === 'single') lines.push(`set ${settings.join(' ')}`);
    else if (row.builtIn)
      lines.push(`set [ find default-name=${quoted(row.get('name') ?? '')} ] ${settings.join(' ')}`);
    else lines.push(`add ${settings.join(' ')}`);
  }
  return lines.length === 0 ? [] : [table.schema.path.replaceAll('/', ' ').replace(' ', '/'), ...lines];
}

function changed(table: Table, row: Row, { sensitive }: ExportOptions): string[] {
  return Object.entries(table.schema.properties).flatMap(([name, property]) => {
    const value = row.values.get(name);
    if (!property.writable || property.hidden === true || property.alias !== undefined) return [];
    if (value === undefined || value === property.initial) return [];
    if (property.sensitive === true && !sensitive) return [];
    if (row.builtIn && ['name', 'mac-address', 'l2mtu', 'mtu', 'topics', 'kind'].includes(name)) return [];
    const isFlag = value === 'true' || value === 'false';
    return [`${name}=${isFlag ? { true: 'yes', false: 'no' }[value] : quoted(value)}`];
  });
}

/** Quotes a value where the console would need it. */
function quoted(value: string): string {
  if (/^[\w.:/,*@%+-]+$/.test(value)) return value;
  return `"${value
    .replace(/[\\"$?]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')}"`;
}
