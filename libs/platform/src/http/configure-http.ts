import cookie from '@fastify/cookie';
import { RequestMethod, VersioningType } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ClsService } from 'nestjs-cls';
import { AuditLog } from '../audit/audit-log';
import { registerRefusals } from '../audit/http/refusals';
import { registerRequestLog } from '../logging/request-log';
import { HttpMetrics } from '../metrics/http-metrics';
import { registerBodyTypes, registerFileBodies } from './body-types';
import { HttpConfig } from './http.config';
import { registerRequestContext } from './request-context';
import { registerNoStore, registerSecurityHeaders } from './response-headers';

/** Paths that do not live under `/api`: pages and operations. A new page adds its first segment here. */
const OUTSIDE_API = [
  ...['/', 'landing{/*path}', 'health{/*path}', 'metrics', 'problems{/*path}', 'isolir'],
  ...['p{/*path}', 'r{/*path}', 'shop{/*path}'],
  // what devices ask for to find out whether a page wants to be seen first
  ...['generate_204', 'gen_204', 'hotspot-detect.html', 'library/test/success.html', 'connecttest.txt', 'ncsi.txt'],
  ...['redirect', 'success.txt', 'canonical.html'],
];

const EXPOSED_HEADERS = ['x-request-id', 'idempotency-replayed', 'retry-after', 'location'];

/**
 * Everything between the socket and the controllers that is the same for every application: prefix and versions, request
 * context, headers, cookies, CORS. Filters, pipes and guards come with {@link HttpPlatformModule}. Call it once after
 * creating the application (with `rawBody: true`) and before `init` or `listen`.
 */
export async function configureHttp(app: NestFastifyApplication): Promise<void> {
  const config = app.get(HttpConfig);
  app.setGlobalPrefix('api', { exclude: OUTSIDE_API.map((path) => ({ path, method: RequestMethod.ALL })) });
  app.enableVersioning({ type: VersioningType.URI });
  const server = app.getHttpAdapter().getInstance();
  registerRequestContext(server, app.get(ClsService));
  registerRequestLog(server);
  registerRefusals(server, app.get(ClsService), app.get(AuditLog));
  app.get(HttpMetrics).observe(server);
  await registerSecurityHeaders(app);
  registerNoStore(app);
  registerBodyTypes(server);
  registerFileBodies(app);
  await app.register(cookie);
  if (config.corsOrigins.length > 0) {
    app.enableCors({
      origin: config.corsOrigins,
      credentials: true,
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: EXPOSED_HEADERS,
      maxAge: 600,
    });
  }
}
