const SECRET =
  /passw|passphrase|secret|token|sealed|hash$|totp|recovery.?code|api.?key|authorization|cookie|credential|private.?key|^(otp|pin|pwd|signature)$/i;
/** Names that only sound like secrets. */
const HARMLESS = /^(tokenVersion|hasPassword|mustEnrolTotp|totpRequired|totpActive|passwordSet|apiKeyId)$/;
/** `scheme://user:password@host` and query strings, where addresses carry credentials. */
const URL_SECRETS = /(\b[a-z][a-z\d+.-]*:\/\/)(?:[^\s/@]*@)?([^\s?#]*)[?#]?\S*/gi;

/** Of people: the log outlives the time for which they may be kept (billing.md E4). */
const PERSONAL = /^(phone|whatsapp|mobile|address|nik|ktp|birth.*|latitude|longitude)$/i;

const MAX_TEXT = 2_000;
const MAX_ITEMS = 200;
const MAX_DEPTH = 8;

export const REDACTED = '[secret]';
export const PERSONAL_DATA = '[personal]';

/**
 * A copy that can be written down: JSON types only (bigint as text, dates as ISO text), without the values of members whose
 * names mean a secret, without what PostgreSQL cannot keep (NUL, lone surrogates), cut where it is too long or too deep.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return plainText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'object' && value !== null ? redactObject(value, depth) : null;
}

function redactObject(value: object, depth: number): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH) return '[…]';
  if ('toJSON' in value && typeof value.toJSON === 'function')
    return redact((value.toJSON as () => unknown)(), depth + 1);
  if (Array.isArray(value)) return items(value, depth);
  return value instanceof Set ? items([...value], depth) : members(value, depth);
}

/** Text that PostgreSQL can keep, without credentials in addresses. */
export function plainText(text: string): string {
  const kept = text
    .slice(0, MAX_TEXT)
    .replace(/\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
  const safe = kept.includes('://') ? kept.replace(URL_SECRETS, '$1$2') : kept;
  return text.length > MAX_TEXT ? `${safe}…` : safe;
}

function items(list: readonly unknown[], depth: number): unknown[] {
  const kept = list.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
  return list.length > MAX_ITEMS ? [...kept, `… ${list.length - MAX_ITEMS} more`] : kept;
}

function members(value: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(
    entries
      .filter(([, member]) => member !== undefined && typeof member !== 'function')
      .map(([name, member]) => [plainText(name), memberOf(name, member, depth)]),
  );
}

function memberOf(name: string, value: unknown, depth: number): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (SECRET.test(name) && !HARMLESS.test(name)) return REDACTED;
  return PERSONAL.test(name) ? PERSONAL_DATA : redact(value, depth + 1);
}
