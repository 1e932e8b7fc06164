export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object that a text describes; undefined for anything else. */
export function jsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // why: the caller asks whether it is JSON
  }
}

/** The objects of the list that a text describes; undefined when it is no list. */
export function jsonList(text: string): JsonObject[] | undefined {
  const wrapped = jsonObject(`{"list":${text}}`)?.list;
  return Array.isArray(wrapped) ? wrapped.filter(isObject) : undefined;
}

/**
 * The object that a body describes; undefined for anything else, and for an object in which a name comes twice: two readers
 * would see two different objects. Nor one with a NUL, which no database takes.
 */
export function strictJson(body: Buffer): JsonObject | undefined {
  const text = body.toString('utf8');
  const value = jsonObject(text);
  return value === undefined || text.includes('\\u0000') || hasTwin(text) ? undefined : value;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/** Valid JSON only. */
function hasTwin(text: string): boolean {
  const stack: (Set<string> | null)[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') stack.push(new Set());
    else if (token === '[') stack.push(null);
    else if (token === '}' || token === ']') stack.pop();
    else if (token === ':') {
      const names = stack.at(-1);
      const name = JSON.parse(last) as string;
      if (names?.has(name) === true || name === '__proto__') return true;
      names?.add(name);
    }
    last = token;
  }
  return false;
}

/** The text of a field; undefined when it is missing, empty or no text. */
export function textField(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The object of a field; empty when there is none. */
export function objectField(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isObject(value) ? value : {};
}

/** The instant of a field, ISO text or seconds of the epoch; undefined when it is neither. */
export function dateField(object: JsonObject, name: string): Date | undefined {
  const value = object[name];
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const date = new Date(typeof value === 'number' ? value * 1_000 : value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
