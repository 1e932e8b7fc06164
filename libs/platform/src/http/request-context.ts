import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { CLS_ID, type ClsService, type ClsStore } from 'nestjs-cls';

/**
 * Gives every request its own context (trace id, actor, transaction) and answers with the trace id in `X-Request-Id`.
 * The context is entered twice because reading a body continues in the socket's context, not in the request's.
 */
export function registerRequestContext(server: FastifyInstance, cls: ClsService): void {
  const contexts = new WeakMap<FastifyRequest, ClsStore>();
  server.addHook('onRequest', (request, reply, done) => {
    const context: ClsStore = { [CLS_ID]: request.id };
    contexts.set(request, context);
    void reply.header('x-request-id', request.id);
    cls.runWith(context, done);
  });
  server.addHook('preValidation', (request, _reply, done) => {
    cls.runWith(contexts.get(request) ?? { [CLS_ID]: request.id }, done);
  });
}
