import { DomainError, type ErrorDefinition, type ErrorParams, type FieldError } from '@app/core';

/** Why a job failed, in every language; null definition: a defect, whose internals stay in the log. */
export interface StoredProblem {
  definition: ErrorDefinition | null;
  params: ErrorParams;
  fields: readonly FieldError[];
  traceId: string;
}

export function storedProblem(error: unknown, traceId: string): StoredProblem {
  if (!(error instanceof DomainError)) return { definition: null, params: {}, fields: [], traceId };
  return { definition: error.definition, params: error.params, fields: error.fields, traceId };
}

/** A rule that said no says no again; only what was away or in use may be there at the next attempt. */
export function isFinalFailure(error: unknown): boolean {
  return error instanceof DomainError && error.kind !== 'unavailable' && error.kind !== 'conflict';
}
