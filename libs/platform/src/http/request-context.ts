import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { CLS_ID, type ClsService, type ClsStore } from 'nestjs-cls';
import { ORIGIN, type RequestOrigin } from '../audit/audit-context';

const contexts = new WeakMap<object, ClsStore>();

/** The context of a request, also after it was answered. */
export function contextOf(request: FastifyRequest): ClsStore {
  const known = contexts.get(request.raw);
  if (known) return known;
  const origin: RequestOrigin = { ip: request.ip, entries: 0 };
  const context = { [CLS_ID]: request.id, [ORIGIN]: origin } as ClsStore;
  contexts.set(request.raw, context);
  return context;
}

/**
 * Gives every request its own context (trace id, origin, actor, transaction) and answers with the trace id in
 * `X-Request-Id`. The context is entered twice because reading a body continues in the socket's context, not in the
 * request's.
 */
export function registerRequestContext(server: FastifyInstance, cls: ClsService): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    cls.runWith(contextOf(request), done);
  });
  server.addHook('preValidation', (request, _reply, done) => {
    cls.runWith(contextOf(request), done);
  });
}
