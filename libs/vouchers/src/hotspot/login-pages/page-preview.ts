const SAMPLE: Readonly<Record<string, string>> = {
  ...{ username: 'siti', uptime: '1h12m', 'session-time-left': '47m', ip: '10.5.50.12', mac: '02:AA:BB:CC:DD:01' },
  ...{ 'bytes-in-nice': '12 MiB', 'bytes-out-nice': '340 MiB' },
  ...{ 'link-login': '#', 'link-login-only': '#', 'link-logout': '#', 'link-status': '#', 'link-redirect': '#' },
};

const CONDITION = /\$\(if ([a-z-]+)\)((?:(?!\$\((?:if|endif))[^])*)\$\(endif\)/g;

/** A page as somebody sees it who is not there: conditions and variables of the router with examples in them. */
export function previewOf(page: string): string {
  const standing = page.replace(/<meta http-equiv="refresh"[^>]*>\n?/g, '');
  return standing
    .replace(CONDITION, (_, name: string, text: string) => (SAMPLE[name] === undefined ? '' : text))
    .replace(/\$\(([a-z-]+)\)/g, (_, name: string) => SAMPLE[name] ?? '');
}
