import { HttpException } from '@nestjs/common';
import { CoreErrors, DomainError, type ErrorFactory } from '@app/core';
import { HttpErrors } from '../http.errors';

const BY_STATUS: Readonly<Record<number, ErrorFactory>> = {
  400: HttpErrors.BAD_REQUEST,
  401: HttpErrors.UNAUTHENTICATED,
  403: HttpErrors.FORBIDDEN,
  404: HttpErrors.ROUTE_NOT_FOUND,
  409: HttpErrors.CONFLICT,
  413: HttpErrors.BODY_TOO_LARGE,
  415: HttpErrors.UNSUPPORTED_MEDIA_TYPE,
  422: HttpErrors.UNPROCESSABLE,
  429: HttpErrors.RATE_LIMITED,
  503: HttpErrors.UNAVAILABLE,
};

/** SQLSTATEs and socket errors that say "PostgreSQL is not there". */
const AWAY = /^(08...|57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/;
/** pg and its pool say some of it in words only. */
const AWAY_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;
/** Lock wait, deadlock, serialisation: another try will do. */
const CONTENDED = /^(55P03|40P01|40001)$/;

/**
 * Recognises what is not a DomainError but an ordinary failure all the same: exceptions of Nest and Fastify, and
 * PostgreSQL being away or contended.
 *
 * @returns undefined for a defect
 */
export function knownFailure(thrown: unknown): DomainError | undefined {
  if (thrown instanceof DomainError) return thrown;
  if (thrown instanceof HttpException) return ofHttpException(thrown);
  if (thrown instanceof SyntaxError && 'statusCode' in thrown) return HttpErrors.UNREADABLE_BODY(); // why: Fastify's guard against __proto__
  const codes = [...chain(thrown)];
  if (codes.some(({ code, message }) => AWAY.test(code) || AWAY_WORDS.test(message))) {
    return CoreErrors.DATABASE_UNAVAILABLE({ retryAfterSeconds: 5 });
  }
  return codes.some(({ code }) => CONTENDED.test(code)) ? HttpErrors.BUSY({ retryAfterSeconds: 1 }) : undefined;
}

function ofHttpException(exception: HttpException): DomainError | undefined {
  const status = exception.getStatus();
  if (status >= 500 && status !== 503) return undefined;
  // why: the body parser's complaints arrive as a plain exception with the parser's words
  if (status === 400 && exception.cause === undefined && /JSON|Body cannot be empty/i.test(exception.message)) {
    return HttpErrors.UNREADABLE_BODY();
  }
  return (BY_STATUS[status] ?? HttpErrors.BAD_REQUEST)();
}

/** The error and what it was caused by, each with its code and message. */
function* chain(thrown: unknown, depth = 0): Generator<{ code: string; message: string }> {
  if (!(thrown instanceof Error) || depth > 4) return;
  const { code, driverError, errors } = thrown as { code?: unknown; driverError?: unknown; errors?: unknown };
  yield { code: typeof code === 'string' ? code : '', message: thrown.message };
  const causes: unknown[] = [driverError, thrown.cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  for (const cause of causes) yield* chain(cause, depth + 1);
}
