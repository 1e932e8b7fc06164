import { type Request, splitCommand } from '../../engine/request';
import { type RouterState } from '../../engine/router-state';
import { type Table } from '../../engine/table';
import { RestError } from './rest-error';

/** One HTTP request of the REST service, taken apart. */
export interface RestHttp {
  readonly method: string;
  /** Without `/rest`, each part decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** What an HTTP request means for the router, and how its answer is told. */
export interface RestCall {
  readonly request: Request;
  /** `rows` a list, `one` the only row or 404, `created` the new item, `changed` the item after it, `removed` nothing. */
  readonly answer: 'rows' | 'one' | 'created' | 'changed' | 'removed' | 'command';
  readonly table: Table | undefined;
}

const ID = /^\*[0-9a-f]+$/i;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/** Builds the command that a sentence of the API would be. */
export function requestOf(command: string, attributes: Iterable<[string, string]>, queries: string[] = []): Request {
  const given = new Map(attributes);
  const words = [command, ...[...given].map(([name, value]) => `=${name}=${value}`), ...queries];
  return { command, attributes: given, queries, tag: null, words };
}

/** The query that finds an item by `.id` or name, as the last part of a path gives it. */
export const itemQuery = (item: string): string => (ID.test(item) ? `?.id=${item}` : `?name=${item}`);

/** @throws RestError for what the service does not know */
export function parseCall(http: RestHttp, router: RouterState): RestCall {
  if (http.method === 'POST') return commandCall(http, router);
  const { table, menu, item } = locate(http.parts, router);
  if (http.method === 'GET') return printCall(http, { table, menu, item });
  const values = http.method === 'DELETE' ? [] : valuesOf(http.body);
  const verb = { PUT: 'add', PATCH: 'set', DELETE: 'remove' }[http.method];
  if (verb === undefined || !table.schema.verbs.has(verb)) throw unacceptable(verb ?? http.method);
  if (verb === 'add') {
    if (item !== undefined) throw new RestError(400, 'no such command');
    return { request: requestOf(`${menu}/add`, values), answer: 'created', table };
  }
  if (item === undefined) throw new RestError(400, 'missing or invalid resource identifier');
  const answer = verb === 'set' ? 'changed' : 'removed';
  return { request: requestOf(`${menu}/${verb}`, [['.id', item], ...values]), answer, table };
}

const unacceptable = (verb: string): RestError => new RestError(406, `no such command or directory (${verb})`);

function locate(
  parts: readonly string[],
  router: RouterState,
): { table: Table; menu: string; item: string | undefined } {
  const whole = `/${parts.join('/')}`;
  const found = router.menu(whole);
  if (found !== undefined) return { table: found, menu: whole, item: undefined };
  const menu = `/${parts.slice(0, -1).join('/')}`;
  const table = router.menu(menu);
  const item = parts.at(-1);
  if (table === undefined || item === undefined) {
    throw new RestError(400, `no such command or directory (${item ?? ''})`);
  }
  return { table, menu, item };
}

function printCall(
  http: RestHttp,
  { table, menu, item }: { table: Table; menu: string; item: string | undefined },
): RestCall {
  const attributes: [string, string][] = [];
  const queries: string[] = item === undefined ? [] : [itemQuery(item)];
  for (const [name, value] of http.query) {
    if (name === '.proplist') attributes.push([name, value]);
    else queries.push(`?${name}=${value}`);
  }
  const answer = item !== undefined || table.schema.form === 'single' ? 'one' : 'rows';
  return { request: requestOf(`${menu}/print`, attributes, queries), answer, table };
}

function commandCall({ parts, body }: RestHttp, router: RouterState): RestCall {
  const command = `/${parts.join('/')}`;
  const queries: string[] = [];
  const attributes: [string, string][] = [];
  for (const [name, value] of Object.entries(objectOf(body))) {
    if (name === '.query') queries.push(...listOf(value).map((word) => `?${word}`));
    else if (name === '.proplist') attributes.push([name, listOf(value).join(',')]);
    else attributes.push([name, textOf(value)]);
  }
  const table = router.menu(splitCommand(command).menu);
  return { request: requestOf(command, attributes, queries), answer: 'command', table };
}

function objectOf(body: unknown): Record<string, unknown> {
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new RestError(400, 'expected an object');
  return body as Record<string, unknown>;
}

const valuesOf = (body: unknown): [string, string][] =>
  Object.entries(objectOf(body)).map(([name, value]) => [name, textOf(value)]);

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(textOf) : [textOf(value)]);

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  // why: exponents are not supported by routers
  if (typeof value === 'number' && PLAIN_NUMBER.test(String(value))) return String(value);
  throw new RestError(400, 'invalid value');
}
