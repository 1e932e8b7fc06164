import { DomainError, fill } from '@app/core';
import { ConfigError } from '@app/platform';
import { say } from './output';

/** The command did its work and the answer is no; everything has been said already. */
export class NotOk extends Error {}

/** Says what went wrong, as short as the kind of failure allows, and gives the exit code of the process. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof NotOk) return 1;
  if (error instanceof ConfigError) say(error.message);
  else if (error instanceof DomainError) say(describe(error));
  else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
}

function describe({ code, definition, params }: DomainError): string {
  const detail = definition.detail ? `\n${fill(definition.detail.en, params)}` : '';
  return `${code}: ${fill(definition.title.en, params)}${detail}`;
}
