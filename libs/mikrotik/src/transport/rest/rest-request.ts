import { RouterOsError } from '../router-os-error';
import { hasBytes } from '../row';

/** What a command becomes over REST: a POST of its arguments to its path (routeros.md section 15). */
export interface RestRequest {
  path: string;
  body: string;
}

/** Arguments of print that never end, and commands that only report. */
const ENDLESS = new Set(['interval', 'follow', 'follow-only']);
const STREAMS = /\/(listen|monitor-traffic)$/;

const refusal = (message: string): RouterOsError => new RouterOsError('UNSUPPORTED', message);

function attributeOf(word: string): [string, string] {
  const equals = word.indexOf('=', 1);
  return equals < 0 ? [word.slice(1), ''] : [word.slice(1, equals), word.slice(equals + 1)];
}

/** @throws RouterOsError UNSUPPORTED for what REST cannot do */
export function restRequest([path = '', ...words]: readonly string[]): RestRequest {
  if (hasBytes(words)) throw refusal('a text that is no UTF-8 cannot be written over REST without changing it');
  const attributes = words.filter((word) => word.startsWith('=')).map(attributeOf);
  const once = attributes.some(([name]) => name === 'once' || name === 'duration');
  if (path === '/cancel' || (STREAMS.test(path) && !once) || attributes.some(([name]) => ENDLESS.has(name))) {
    throw refusal(`REST has no streams: ${path}`);
  }
  const queries = words.filter((word) => word.startsWith('?')).map((word) => word.slice(1));
  const body = { ...Object.fromEntries(attributes), ...(queries.length > 0 ? { '.query': queries } : {}) };
  return { path: `/rest${path}`, body: JSON.stringify(body) };
}
