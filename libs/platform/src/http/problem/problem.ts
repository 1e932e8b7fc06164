import { type DomainError, type ErrorKind, fill, type Language } from '@app/core';
import { INTERNAL_ERROR } from '../http.errors';

/** One entry of a problem's `errors`. */
export interface ProblemField {
  path: string;
  code: string;
  message: string;
}

/** The body of every failure: RFC 9457 with the members of API.md. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  traceId: string;
  errors: ProblemField[];
}

/** Which request failed. */
export interface ProblemRequest {
  /** Path without the query, which may hold secrets. */
  instance: string;
  traceId: string;
  language: Language;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';

const STATUS: Readonly<Record<ErrorKind, number>> = {
  'bad-request': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'unsupported-media': 415,
  rule: 422,
  'rate-limited': 429,
  unavailable: 503,
};

/** The HTTP status of a kind of refusal (API.md, table of statuses). */
export const statusOf = (kind: ErrorKind): number => STATUS[kind];

/** `/problems/<kebab>` of an error code. */
export const problemType = (code: string): string => `/problems/${code.toLowerCase().replace(/_/g, '-')}`;

/** The problem of an expected failure, in the caller's language. */
export function problemOf(error: DomainError, request: ProblemRequest): Problem {
  const { definition, params } = error;
  const { language } = request;
  return {
    type: problemType(definition.code),
    title: fill(definition.title[language], params),
    status: statusOf(definition.kind),
    detail: fill((definition.detail ?? definition.title)[language], params),
    instance: request.instance,
    code: definition.code,
    traceId: request.traceId,
    errors: error.fields.map((field) => ({
      path: field.path,
      code: field.code,
      message: field.message ? fill(field.message[language], field.params ?? {}) : field.code,
    })),
  };
}

/** The problem of a defect: 500 without internals. */
export function internalProblem(request: ProblemRequest): Problem {
  return {
    type: problemType(INTERNAL_ERROR.code),
    title: INTERNAL_ERROR.title[request.language],
    status: 500,
    detail: INTERNAL_ERROR.detail[request.language],
    instance: request.instance,
    code: INTERNAL_ERROR.code,
    traceId: request.traceId,
    errors: [],
  };
}
