import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, type Type } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Observable } from 'rxjs';
import { CoreErrors, type FieldError } from '@app/core';
import { BODY_ARGUMENT, QUERY_ARGUMENT, ROUTE_ARGUMENTS } from '../routes/nest-metadata';
import { inputFaults } from './input-faults';

/** What a route reads: names of query parameters, or `checked` when its DTO checks them; whether it reads a body at all. */
interface Declared {
  readonly query: ReadonlySet<string> | 'checked';
  readonly body: boolean;
}

/**
 * Refuses what no route may be sent ({@link inputFaults}) and what this route does not read: query parameters that it
 * does not name, a body that it does not take (API.md: what is unknown is 400). It runs before everything that works on
 * the body. A route that takes a body of any type reads its bytes and judges them itself.
 */
@Injectable()
export class UnknownInputInterceptor implements NestInterceptor {
  private readonly declared = new WeakMap<object, Declared>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (readsBytes(request)) return next.handle();
    const faults = [...inputFaults(request.params, request.query, request.body), ...this.unknown(context, request)];
    if (faults.length > 0) throw CoreErrors.VALIDATION_FAILED({}, faults);
    return next.handle();
  }

  private unknown(context: ExecutionContext, request: FastifyRequest): FieldError[] {
    const { query, body } = request;
    const names = [...namesOf(query), ...namesOf(body)];
    if (names.length === 0 || !request.url.startsWith('/api/')) return [];
    const declared = this.of(context.getClass(), context.getHandler());
    const { query: allowed } = declared;
    const inQuery = allowed === 'checked' ? [] : namesOf(query).filter((name) => !allowed.has(name));
    const inBody = declared.body ? [] : namesOf(body);
    return [...inQuery, ...inBody].map((path) => ({ path, ...UNKNOWN }));
  }

  private of(controller: Type, handler: object & { name: string }): Declared {
    const known = this.declared.get(handler);
    if (known) return known;
    const fresh = read(controller, handler.name);
    this.declared.set(handler, fresh);
    return fresh;
  }
}

function readsBytes({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as { bodyTypes?: unknown }).bodyTypes === 'any';
}

const UNKNOWN = { code: 'UNKNOWN_FIELD', message: { id: 'tidak dikenal', en: 'is not known here' } } as const;

const namesOf = (part: unknown): string[] => (typeof part === 'object' && part !== null ? Object.keys(part) : []);

function read(controller: Type, method: string): Declared {
  const args = (Reflect.getMetadata(ROUTE_ARGUMENTS, controller, method) ?? {}) as Record<string, { data?: unknown }>;
  const queries = Object.entries(args).filter(([key]) => key.startsWith(QUERY_ARGUMENT));
  const byDto = queries.some(([, { data }]) => typeof data !== 'string');
  return {
    query: byDto ? 'checked' : new Set(queries.map(([, { data }]) => data as string)),
    body: Object.keys(args).some((key) => key.startsWith(BODY_ARGUMENT)),
  };
}
