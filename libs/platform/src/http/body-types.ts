import { type FastifyInstance } from 'fastify';
import { HttpErrors } from './http.errors';

/** `application/json`, and types built on it such as `application/merge-patch+json`. */
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses every body that is not JSON, before anybody looks at who sends it: text, forms and multipart are what another
 * site's page can send without asking (billing.md A8). A route that has to read something else says so in the configuration
 * of its route: `@RouteConfig({ bodyTypes: 'any' })`.
 */
export function registerBodyTypes(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const type = request.headers['content-type'];
    const { bodyTypes } = request.routeOptions.config as { bodyTypes?: 'any' };
    const fits = type === undefined || JSON_TYPE.test(type) || bodyTypes === 'any';
    if (fits || SAFE_METHODS.includes(request.method)) done();
    else done(HttpErrors.UNSUPPORTED_MEDIA_TYPE());
  });
}
