import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, type Type } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Observable } from 'rxjs';
import { CoreErrors } from '@app/core';
import { QUERY_ARGUMENT, ROUTE_ARGUMENTS } from '../routes/nest-metadata';

/** Names that a route reads with `@Query('name')`; `any` when it takes the whole query, which its DTO then checks. */
type Declared = ReadonlySet<string> | 'any';

/** Refuses query parameters that the route does not read (API.md: an unknown query parameter is 400). */
@Injectable()
export class UnknownQueryInterceptor implements NestInterceptor {
  private readonly declared = new WeakMap<object, Declared>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    this.check(context);
    return next.handle();
  }

  private check(context: ExecutionContext): void {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const sent = Object.keys(request.query ?? {});
    if (sent.length === 0 || !request.url.startsWith('/api/')) return;
    const allowed = this.of(context.getClass(), context.getHandler());
    if (allowed === 'any') return;
    const unknown = sent.filter((name) => !allowed.has(name));
    if (unknown.length === 0) return;
    throw CoreErrors.VALIDATION_FAILED(
      {},
      unknown.map((path) => ({
        path,
        code: 'UNKNOWN_FIELD',
        message: { id: 'tidak dikenal', en: 'is not known here' },
      })),
    );
  }

  private of(controller: Type, handler: object & { name: string }): Declared {
    const known = this.declared.get(handler);
    if (known) return known;
    const fresh = read(controller, handler.name);
    this.declared.set(handler, fresh);
    return fresh;
  }
}

function read(controller: Type, method: string): Declared {
  const args = (Reflect.getMetadata(ROUTE_ARGUMENTS, controller, method) ?? {}) as Record<string, { data?: unknown }>;
  const queries = Object.entries(args).filter(([key]) => key.startsWith(QUERY_ARGUMENT));
  if (queries.some(([, { data }]) => typeof data !== 'string')) return 'any';
  return new Set(queries.map(([, { data }]) => data as string));
}
