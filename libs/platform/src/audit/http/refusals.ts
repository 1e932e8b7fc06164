import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type ClsService, type ClsStore } from 'nestjs-cls';
import { problemCodeOf } from '../../http/problem/answered-problem';
import { contextOf } from '../../http/request-context';
import { ORIGIN, type RequestOrigin } from '../audit-context';
import { type AuditLog } from '../audit-log';
import { RefusalBudget } from './refusal-budget';

const REFUSED = [401, 403];

/**
 * Every request that was refused for who sent it leaves an entry `access.refused` after it was answered, unless a service
 * has said more (such as `auth.login.failed`). One address may fill the log only so fast: what exceeds it is counted, and
 * the number stands in its next entry.
 */
export function registerRefusals(server: FastifyInstance, cls: ClsService, log: AuditLog): void {
  const budget = new RefusalBudget();
  server.addHook('onResponse', async (request, reply) => {
    if (!REFUSED.includes(reply.statusCode)) return;
    const context: ClsStore = contextOf(request);
    const origin = (context as Record<string, unknown>)[ORIGIN] as RequestOrigin | undefined;
    if (origin && origin.entries > 0) return;
    const suppressed = budget.take(request.ip, performance.now());
    if (suppressed === undefined) return;
    await cls.runWith(context, () =>
      log.note({
        action: 'access.refused',
        subject: { type: 'route', id: routeOf(request) },
        after: factsOf(request, reply.statusCode, suppressed),
      }),
    );
  });
}

const routeOf = (request: FastifyRequest): string => `${request.method} ${request.routeOptions.url ?? 'unmatched'}`;

function factsOf(request: FastifyRequest, status: number, suppressed: number): Record<string, unknown> {
  return {
    status,
    code: problemCodeOf(request) ?? null,
    path: request.url.split('?', 1)[0],
    ...(suppressed > 0 ? { suppressed } : {}),
  };
}
