import { isObject, type JsonObject } from './strict-json';

/** Names whose values authenticate somebody or belong to a card; compared in lower case without `_` and `-`. */
const SECRET =
  /signature|token|apikey|serverkey|secret|password|authorization|maskedcard|maskednumber|cardname|cardnumber|cardtype|cvv|cvn|expirydate|expmonth|expyear|fingerprint|spuserhash|savedtoken|clientkey|pan$|last4|bankapp|cardholder|accountnumber/;
const LONGEST_TEXT = 500;
const DEEPEST = 6;

/** The fields of a callback or an answer that may be kept: without signatures, secrets and card data, long texts cut. */
export function safeRaw(fields: JsonObject | ReadonlyMap<string, string>): JsonObject {
  return cleaned(fields instanceof Map ? (Object.fromEntries(fields) as JsonObject) : (fields as JsonObject), 0);
}

function cleaned(object: JsonObject, depth: number): JsonObject {
  const kept = Object.entries(object).filter(([name]) => !SECRET.test(name.toLowerCase().replace(/[_-]/g, '')));
  return Object.fromEntries(kept.map(([name, value]) => [name, valueOf(value, depth + 1)]));
}

function valueOf(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.slice(0, LONGEST_TEXT);
  if (depth > DEEPEST) return null;
  if (Array.isArray(value)) return value.slice(0, 50).map((one: unknown) => valueOf(one, depth + 1));
  return isObject(value) ? cleaned(value, depth) : value;
}
