/** The words of one command, ready for the wire. */
export type Sentence = readonly string[];

const COMMAND = /^(\/[a-z][a-z0-9-]*)+$/;
const ATTRIBUTE = /^\.?[a-z][a-z0-9-]*(#bytes)?$/;
const ID = /^\*[0-9A-Fa-f]+$/;
const FORBIDDEN = /[\0\r\n]/;

/** May this text be the value of an attribute? No CR, LF or NUL: scripts and exports of the router would break at them. */
export function isSafeValue(value: string): boolean {
  return !FORBIDDEN.test(value);
}

/** @throws RangeError for anything that is not an id as routers print them */
export function assertId(id: string): string {
  if (!ID.test(id)) throw new RangeError(`not a RouterOS id: ${JSON.stringify(id)}`);
  return id;
}

function attributeWord(prefix: string, name: string, value: string): string {
  if (!ATTRIBUTE.test(name)) throw new RangeError(`not a RouterOS attribute: ${JSON.stringify(name)}`);
  if (!isSafeValue(value)) throw new RangeError(`a value of ${name} holds a line break or NUL`);
  return `${prefix}${name}=${value}`;
}

/**
 * A command with attributes. Names are constants of ours; text from outside is only ever the part behind `=name=`.
 *
 * @throws RangeError for a malformed command, attribute or value
 */
export function command(path: string, attributes: Readonly<Record<string, string>> = {}): Sentence {
  if (!COMMAND.test(path)) throw new RangeError(`not a RouterOS command: ${JSON.stringify(path)}`);
  return [path, ...Object.entries(attributes).map(([name, value]) => attributeWord('=', name, value))];
}

/** Prints a menu, only these columns. */
export function print(menu: string, columns: readonly string[], queries: Sentence = []): Sentence {
  return [...command(`${menu}/print`, { '.proplist': columns.join(',') }), ...queries];
}

/** Query words that match rows in which `attribute` has any of the values. */
export function anyOf(attribute: string, values: readonly string[]): Sentence {
  const words = values.map((value) => attributeWord('?', attribute, value));
  return values.length > 1 ? [...words, `?#${'|'.repeat(values.length - 1)}`] : words;
}
