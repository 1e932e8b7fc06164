const ENTRY = /^(\d{1,5})(?:-(\d{1,5}))?$/;

/** `443` or `1024-65535`; undefined for anything else. */
export function parsePorts(text: string): { from: number; to: number } | undefined {
  const [, first = '', last = first] = ENTRY.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  return from >= 1 && from <= to && to <= 65_535 ? { from, to } : undefined;
}

/** Is the port one of the list's ports or in one of its ranges? */
export function isPortAmong(port: number, list: readonly string[]): boolean {
  return list.some((entry) => {
    const range = parsePorts(entry);
    return range !== undefined && port >= range.from && port <= range.to;
  });
}
