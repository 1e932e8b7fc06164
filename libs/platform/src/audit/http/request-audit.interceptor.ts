import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { from, map, mergeMap, type Observable } from 'rxjs';
import { isUuid } from '@app/core';
import { AuditContext } from '../audit-context';
import { type AuditEntry } from '../audit-entry';
import { AuditLog } from '../audit-log';

const READING = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Every request that changed something leaves an entry: `route.<operation>` with what was asked for, unless the services
 * recorded entries of their own on the way. Inside {@link Idempotent} it is part of the same transaction.
 */
@Injectable()
export class RequestAuditInterceptor implements NestInterceptor {
  constructor(
    private readonly log: AuditLog,
    private readonly context: AuditContext,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (READING.includes(request.method)) return next.handle();
    const before = this.context.origin()?.entries ?? 0;
    return next.handle().pipe(
      mergeMap((body: unknown) => {
        if ((this.context.origin()?.entries ?? 0) > before) return [body];
        const { statusCode } = context.switchToHttp().getResponse<FastifyReply>();
        const entry = entryOf(context, request, { statusCode, body });
        return from(this.log.recordDone(entry)).pipe(map(() => body));
      }),
    );
  }
}

function entryOf(
  context: ExecutionContext,
  request: FastifyRequest,
  answer: { statusCode: number; body: unknown },
): AuditEntry {
  const { id } = request.params as { id?: string };
  const created = (answer.body as { id?: unknown } | undefined)?.id;
  const { siteId } = (request.body ?? {}) as { siteId?: unknown };
  return {
    action: `route.${context.getHandler().name}`,
    subject: {
      type: resourceOf(request.routeOptions.url ?? ''),
      id: id ?? (typeof created === 'string' ? created : null),
    },
    siteId: typeof siteId === 'string' && isUuid(siteId) ? siteId : null,
    after: {
      method: request.method,
      route: request.routeOptions.url,
      status: answer.statusCode,
      params: request.params,
      query: request.query,
      body: request.body,
    },
  };
}

/** `customers` of `/api/v1/customers/:id`. */
const resourceOf = (route: string): string => route.replace(/^\/api\/v\d+\//, '').split('/', 1)[0] ?? '';
