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

/** Pictures and documents that prove something: taken as the body like {@link FILE_TYPES}, and shorter. */
export const PROOF_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;

/** The longest proof. */
export const PROOF_LIMIT_BYTES = 5 * 1_048_576;

/** What a page without a script sends: fields in `request.body`, or fields and a file as they are in `request.rawBody`. */
export const FORM_TYPES = { fields: 'application/x-www-form-urlencoded', multipart: 'multipart/form-data' } as const;

/** Room for the other fields of a form beside its file. */
const FORM_EXTRA_BYTES = 64 * 1_024;

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
  // why: Nest leaves out its own parsers, and with them `rawBody`, once a parser was added
  app.getHttpAdapter().registerParserMiddleware(undefined, true);
  const limits: [string, number][] = [
    ...Object.values(FILE_TYPES).map((type): [string, number] => [type, FILE_LIMIT_BYTES]),
    ...PROOF_TYPES.map((type): [string, number] => [type, PROOF_LIMIT_BYTES]),
    [FORM_TYPES.multipart, PROOF_LIMIT_BYTES + FORM_EXTRA_BYTES],
  ];
  for (const [type, bodyLimit] of limits) {
    app.useBodyParser(type, { bodyLimit }, (_request, _body, done) => {
      done(null, undefined);
    });
  }
}

const isAmong = (type: string, types: readonly string[] | undefined): boolean =>
  types?.includes(type.split(';')[0]?.trim().toLowerCase() ?? '') === true;
