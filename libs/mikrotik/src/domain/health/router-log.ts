/** One line of a router's log. */
export interface LogLine {
  /** Position in the router's memory; lines that come later have higher ones. */
  id: string;
  time: string;
  topics: readonly string[];
  message: string;
}

const SECRET =
  /\b((?:pass(?:word|phrase)?|secret|pre-shared-key|private-key|authentication-key|token)\s*[=:]\s*)("[^"]*"|\S+)/gi;

/** What follows a word for a secret is left out. */
export const withoutSecrets = (message: string): string => message.replace(SECRET, '$1***');

/**
 * The last lines of a log, oldest first.
 *
 * @param topics only lines that have every one of these
 * @param after only lines behind the one of this id, for a view that follows the log; a log that has not come as far has
 * begun anew (a restart empties it and counts from the start), and is shown from its beginning
 */
export function tailOf(
  rows: readonly Readonly<Record<string, string>>[],
  { lines, topics, after }: { lines: number; topics: readonly string[]; after?: string | undefined },
): LogLine[] {
  const seen = after === undefined ? -1 : positionOf(after);
  const newest = rows.reduce((most, row) => Math.max(most, positionOf(row['.id'] ?? '')), -1);
  const behind = newest < seen ? -1 : seen;
  const found = rows.flatMap((row): LogLine[] => {
    const has = (row.topics ?? '').split(',').filter((topic) => topic !== '');
    if (!topics.every((topic) => has.includes(topic)) || positionOf(row['.id'] ?? '') <= behind) return [];
    return [{ id: row['.id'] ?? '', time: row.time ?? '', topics: has, message: withoutSecrets(row.message ?? '') }];
  });
  return found.slice(-lines);
}

function positionOf(id: string): number {
  const match = /^\*([0-9A-Fa-f]{1,12})$/.exec(id);
  return match ? Number.parseInt(match[1] ?? '0', 16) : 0;
}
