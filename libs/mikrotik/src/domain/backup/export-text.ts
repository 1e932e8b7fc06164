import { parseComment } from '../ownership-mark';
import { type ExportMenu } from './export-menus';

type Row = Readonly<Record<string, string>>;

/** What a router answered for a menu; undefined where it has no such menu or keeps it from us. */
export interface ExportedMenu {
  readonly menu: ExportMenu;
  readonly rows: readonly Row[] | undefined;
}

/** Values that somebody wrote: `yes` is a word there, not a truth. */
const WORDS = new Set([
  'name',
  'comment',
  'password',
  'source',
  'on-event',
  'on-up',
  'on-down',
  'log-prefix',
  'content',
]);
/** Scripts hold passwords in places that nobody can name. */
const SCRIPTS = new Set(['source', 'on-event', 'on-up', 'on-down', 'on-login', 'on-logout']);
const IN_SCRIPT =
  /\b((?:pass(?:word|phrase)?|secret|pre-shared-key|private-key|token|api-?key)\s*[=:]\s*)("(?:\\.|[^"\\])*"|[^\s;\]})]+)/gi;
const PLAIN = /^[A-Za-z0-9._:/,@*!+-]+$/;

/**
 * The configuration of a router as text in the manner of `/export`: always the same for the same configuration. Left out are
 * what the router makes by itself (dynamic, invalid only by chance, defaults that cannot be changed) and what carries our
 * ownership mark: PostgreSQL is the backup of that, and every subscriber would be a change. Secrets are `***`.
 */
export function exportText(menus: readonly ExportedMenu[]): string {
  const parts = menus.flatMap(({ menu, rows }) => {
    if (rows === undefined) return [];
    const lines = linesOf(menu, rows);
    return lines.length === 0 ? [] : [`${menu.path}\n${lines.join('\n')}\n`];
  });
  return parts.join('\n');
}

function linesOf(menu: ExportMenu, rows: readonly Row[]): string[] {
  if (menu.single) return rows.slice(0, 1).flatMap((row) => settingsLine(menu, row));
  const kept = rows.filter((row) => isConfigured(menu, row));
  const lines = kept.map((row) => ({ row, line: `add${wordsOf(menu, row)}` }));
  const { sortBy } = menu;
  if (sortBy) lines.sort((a, b) => compare(keyOf(sortBy, a.row), keyOf(sortBy, b.row)) || compare(a.line, b.line));
  return lines.map(({ line }) => line);
}

function settingsLine(menu: ExportMenu, row: Row): string[] {
  const words = wordsOf(menu, row);
  return words === '' ? [] : [`set${words}`];
}

const isYes = (value: string | undefined): boolean => value === 'true' || value === 'yes';

function isConfigured({ types }: ExportMenu, row: Row): boolean {
  if (isYes(row.dynamic)) return false;
  if (types && !types.some((type) => (row.type ?? '').startsWith(type))) return false;
  return parseComment(row.comment ?? '').owner === undefined;
}

function wordsOf(menu: ExportMenu, row: Row): string {
  return menu.columns
    .flatMap((name) => {
      const value = row[name];
      return value === undefined || value === '' ? [] : [` ${name}=${valueOf(menu, name, value)}`];
    })
    .join('');
}

function valueOf({ secret }: ExportMenu, name: string, value: string): string {
  if (secret?.includes(name)) return '***';
  if (SCRIPTS.has(name)) return quoted(value.replace(IN_SCRIPT, '$1***'));
  if (!WORDS.has(name) && (value === 'true' || value === 'false')) return value === 'true' ? 'yes' : 'no';
  return PLAIN.test(value) ? value : quoted(value);
}

/** As RouterOS writes texts: in quotes, with `\r\n` for line ends. */
function quoted(value: string): string {
  const escaped = value
    .replace(/[\\"$]/g, '\\$&')
    .replace(/\r/g, '\\r')
    .replace(/\n/g, '\\n')
    .replace(/\t/g, '\\t');
  return `"${escaped}"`;
}

const keyOf = (sortBy: readonly string[], row: Row): string => sortBy.map((name) => row[name] ?? '').join('\u0000');
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
