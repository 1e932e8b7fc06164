import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance } from 'fastify';
import { HttpErrors } from './http.errors';

/** `application/json`, and types built on it such as `application/merge-patch+json`. */
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Files that a route may take as its body, bytes as they are, in `request.rawBody`. */
export const FILE_TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** The longest file; no route of another kind reads more than `HTTP_BODY_LIMIT_BYTES`. */
export const FILE_LIMIT_BYTES = 10 * 1_048_576;

/**
 * Refuses every body that is not JSON, before anybody looks at who sends it: text, forms and multipart are what another
 * site's page can send without asking (billing.md A8). A route that has to read something else says so in the configuration
 * of its route: `@RouteConfig({ bodyTypes: 'any' })`, or a list of {@link FILE_TYPES}.
 */
export function registerBodyTypes(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const type = request.headers['content-type'];
    const { bodyTypes } = request.routeOptions.config as { bodyTypes?: 'any' | readonly string[] };
    const fits = type === undefined || JSON_TYPE.test(type) || bodyTypes === 'any' || isAmong(type, bodyTypes);
    if (fits || SAFE_METHODS.includes(request.method)) done();
    else done(HttpErrors.UNSUPPORTED_MEDIA_TYPE());
  });
}

/** Reads files for the routes that take them; only those get this far. `request.body` stays empty. */
export function registerFileBodies(app: NestFastifyApplication): void {
  const options = { bodyLimit: FILE_LIMIT_BYTES };
  for (const type of Object.values(FILE_TYPES)) {
    app.useBodyParser(type, options, (_request, _body, done) => {
      done(null, undefined);
    });
  }
}

const isAmong = (type: string, types: readonly string[] | undefined): boolean =>
  types?.includes(type.split(';')[0]?.trim().toLowerCase() ?? '') === true;
