import { readFileSync } from 'node:fs';

/** A worked case: billing.md section 2. */
export interface BillingCase {
  readonly group: string;
  readonly id: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, unknown>>;
}

/** The file cannot be read as cases. */
export class CaseFileError extends Error {}

/** @throws CaseFileError when the file is not there, is no JSON, is no array of cases, or has none */
export function readCases(file: string): BillingCase[] {
  const parsed = parse(file);
  if (!Array.isArray(parsed)) throw new CaseFileError(`${file}: not an array of cases`);
  if (parsed.length === 0) throw new CaseFileError(`${file}: there is no case in it, nothing was checked`);
  return parsed.map((item: unknown, index) => {
    if (!isCase(item)) throw new CaseFileError(`${file}: item ${index} is not a case with group, id, given and expect`);
    return item;
  });
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CaseFileError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isCase(item: unknown): item is BillingCase {
  if (!isRecord(item)) return false;
  return typeof item.group === 'string' && typeof item.id === 'string' && isRecord(item.given) && isRecord(item.expect);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
