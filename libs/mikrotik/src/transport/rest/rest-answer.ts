import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeOpaque } from '../../protocol';
import { trapCodeOf } from '../error-codes';
import { RouterOsError } from '../router-os-error';
import { type Row } from '../router-os-transport';
import { putValue } from '../row';

/** Rows that are made before others have their turn. The text itself is one piece of JSON and is read at once. */
const ROWS_PER_TURN = 250;

/** What the service answers when a command took over a minute: it may have been done nevertheless. */
const GIVEN_UP = 'Session closed';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(decodeOpaque(bytes)) as unknown;
  } catch (error) {
    throw new RouterOsError('EPROTO', 'the answer is no JSON: this is not the REST service of a router', {
      cause: error,
    });
  }
}

function rowOf(value: unknown, codePage: string | undefined): Row {
  if (!isObject(value)) throw new RouterOsError('EPROTO', 'the answer has rows that are no objects');
  const row: Record<string, string> = {};
  for (const [name, text] of Object.entries(value)) putValue(row, name, String(text), codePage);
  return row;
}

/** Rows of an answer; `!done` with data is one row. A large table is taken in slices. @throws RouterOsError */
export async function rowsOf(bytes: Buffer, codePage: string | undefined): Promise<Row[]> {
  if (bytes.length === 0) return [];
  const value = parse(bytes);
  if (!Array.isArray(value)) return [rowOf(value, codePage)];
  const rows: Row[] = [];
  for (const one of value as readonly unknown[]) {
    rows.push(rowOf(one, codePage));
    if (rows.length % ROWS_PER_TURN === 0) await nextTurn();
  }
  return rows;
}

/** The refusal of a request, in the router's own words where it has some. */
export function refusalOf(status: number, bytes: Buffer): RouterOsError {
  if (status === 401) return new RouterOsError('AUTH_FAILED', 'invalid user name or password, or no policy rest-api');
  if (status !== 400 && status !== 404 && status !== 406) {
    return new RouterOsError('EPROTO', `HTTP ${status}: this is not the REST service of a router`);
  }
  const value = parse(bytes);
  const { detail, message } = isObject(value) ? value : {};
  if (detail === GIVEN_UP) return new RouterOsError('ETIMEDOUT', 'the router gave the request up after a minute');
  if (typeof detail === 'string') return new RouterOsError(trapCodeOf(detail), detail);
  if (status === 404) return new RouterOsError('NOT_FOUND', 'no such item');
  return new RouterOsError('ROUTER_ERROR', typeof message === 'string' ? message : `HTTP ${status}`);
}
