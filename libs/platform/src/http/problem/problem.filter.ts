import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type DomainError } from '@app/core';
import { languageOf } from '../language';
import { rememberProblemCode } from './answered-problem';
import { knownFailure } from './known-failures';
import { internalProblem, type Problem, PROBLEM_MEDIA_TYPE, problemOf, type ProblemRequest, statusOf } from './problem';

const DEFAULT_RETRY_SECONDS = 5;

/**
 * The one place where a failure becomes an HTTP answer: expected ones with their code and status, defects as 500 without
 * internals. A defect is logged here, once, with the trace id that the caller sees.
 */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const about = describe(request);
    const known = knownFailure(thrown);
    if (!known) this.report(thrown, request, about);
    else if (statusOf(known.kind) === 503) this.logger.warn({ traceId: about.traceId, err: thrown }, known.message);
    if (known) rememberProblemCode(request, known.code);
    if (reply.sent) return;
    send(reply, known ? problemOf(known, about) : internalProblem(about), known);
  }

  private report(thrown: unknown, request: FastifyRequest, about: ProblemRequest): void {
    const err = thrown instanceof Error ? thrown : new Error(`thrown: ${String(thrown)}`);
    const context = { traceId: about.traceId, method: request.method, path: about.instance };
    this.logger.error({ err, ...context }, `${request.method} ${about.instance} failed unexpectedly`);
  }
}

function describe(request: FastifyRequest): ProblemRequest {
  return {
    instance: request.url.split('?', 1)[0] ?? '/',
    traceId: request.id,
    language: languageOf(request.headers['accept-language']),
  };
}

function send(reply: FastifyReply, problem: Problem, known: DomainError | undefined): void {
  if (problem.status === 429 || problem.status === 503) {
    void reply.header('retry-after', String(known?.params.retryAfterSeconds ?? DEFAULT_RETRY_SECONDS));
  }
  void reply
    .code(problem.status)
    .header('content-type', PROBLEM_MEDIA_TYPE)
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language')
    .header('content-language', languageOf(reply.request.headers['accept-language']))
    .send(JSON.stringify(problem));
}
