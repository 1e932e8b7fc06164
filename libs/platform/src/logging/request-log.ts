import { Logger } from '@nestjs/common';
import { type FastifyInstance } from 'fastify';

const QUIET = /^\/(health|metrics)(\/|\?|$)/;

/** One line per answered request: what, how it ended, how long. No query, no headers, no bodies. */
export function registerRequestLog(server: FastifyInstance): void {
  const logger = new Logger('Http');
  server.addHook('onResponse', (request, reply, done) => {
    if (!QUIET.test(request.url)) {
      logger.log({
        traceId: request.id,
        method: request.method,
        path: request.url.split('?', 1)[0],
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        ip: request.ip,
        msg: `${request.method} ${request.routeOptions.url ?? 'unmatched'} ${reply.statusCode}`,
      });
    }
    done();
  });
}
