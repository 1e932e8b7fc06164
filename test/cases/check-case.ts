import { isDeepStrictEqual } from 'node:util';
import { ANSWERS } from './answers';
import { type BillingCase } from './case-file';
import { Given } from './given';

/** A field of a case that came out differently; `field` is empty when the case could not be answered at all. */
export interface Difference {
  readonly field: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Answers a case through the product's own functions and compares every field that it lists. Empty: it holds. */
export function checkCase({ group, given, expect }: BillingCase): Difference[] {
  const answer = ANSWERS[group];
  if (!answer) return [{ field: '', expected: 'a known group', actual: group }];
  try {
    const actual = plain(answer(new Given(given), expect)) as Record<string, unknown>;
    return Object.keys(expect).flatMap((field) => compare(field, expect[field], actual[field]));
  } catch (error) {
    return [{ field: '', expected: 'an answer', actual: error instanceof Error ? error.message : String(error) }];
  }
}

/** A part of an object may be listed ("of"): its other fields are not compared. */
function compare(field: string, expected: unknown, actual: unknown): Difference[] {
  if (isRecord(expected) && isRecord(actual)) {
    return Object.keys(expected).flatMap((key) => compare(`${field}.${key}`, expected[key], actual[key]));
  }
  return isDeepStrictEqual(expected, actual) ? [] : [{ field, expected, actual }];
}

/** Amounts as JSON numbers, the way the cases write them. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? Number(one) : one)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
