import { type INestApplication } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { AppConfig } from '../../config/app.config';
import { HttpConfig } from '../http.config';
import { listRoutes, type RouteInfo } from '../routes/route-list';
import { ProblemDto } from './problem.dto';
import { sorted } from './sorted';

const DESCRIPTION = `Billing and provisioning for internet providers that run on MikroTik routers.

Amounts are whole booking units as text, ids are UUIDs, instants are UTC, local dates are \`YYYY-MM-DD\`. Lists are read
page by page with \`cursor\`. Every failure is a problem document (RFC 9457) with a stable \`code\`.`;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Headers that every client sends or that `security` stands for. */
const IMPLIED_HEADERS = new Set(['authorization', 'accept-language']);

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/**
 * The OpenAPI document of an application, the same text for the same code: keys are sorted and nothing depends on the
 * environment. The DTOs' properties are only in it when it runs from the built output (the swagger plugin is a compiler
 * plugin).
 */
export function buildOpenApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Langgan')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (_controller, method) => method,
    extraModels: [ProblemDto],
  });
  const routes = listRoutes(new DiscoveryService(app.get(ModulesContainer)), new MetadataScanner());
  const byOperation = new Map(routes.map((route) => [operationIdOf(route), route]));
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) if (path[method]) complete(path[method], byOperation);
  }
  return sorted(document);
}

/**
 * Serves Swagger UI at `/docs` and the document at `/docs/openapi.json`, where `API_DOCS` allows it (billing.md L3); the
 * document is built at the first request.
 */
export function serveOpenApi(app: INestApplication): void {
  if (!servesDocs(app.get(HttpConfig), app.get(AppConfig))) return;
  SwaggerModule.setup('docs', app, () => buildOpenApi(app), {
    jsonDocumentUrl: 'docs/openapi.json',
    yamlDocumentUrl: 'docs/openapi.yaml',
    customSiteTitle: 'Langgan API',
    swaggerOptions: { persistAuthorization: true, tagsSorter: 'alpha', displayRequestDuration: true },
  });
}

function servesDocs({ apiDocs }: HttpConfig, { environment, demo }: AppConfig): boolean {
  if (apiDocs !== 'auto') return apiDocs === 'true';
  return demo || environment === 'development' || environment === 'test';
}

const operationIdOf = (route: RouteInfo): string => route.handler.split('.')[1] ?? '';

/** What every operation says: who may call it, and how it fails. */
function complete(operation: Operation, routes: ReadonlyMap<string, RouteInfo>): void {
  const access = routes.get(operation.operationId ?? '')?.accesses[0];
  if (access?.kind === 'permission') {
    const line = `Permission: \`${access.permission}\``;
    operation.description = operation.description ? `${operation.description}\n\n${line}` : line;
    Object.assign(operation, { 'x-permission': access.permission });
  } else if (access?.kind === 'public') {
    operation.security = [];
  }
  operation.parameters = parametersOf(operation);
  operation.responses.default ??= {
    description: 'Any failure',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' } } },
  };
}

/** Each parameter once; a described header wins over the one that `@Headers('…')` adds by itself. */
function parametersOf({ parameters = [] }: Operation): NonNullable<Operation['parameters']> {
  const nameOf = (parameter: object): string => ('name' in parameter ? String(parameter.name).toLowerCase() : '');
  const last = new Map(parameters.map((parameter) => [nameOf(parameter), parameter]));
  return parameters.filter((parameter) => {
    const name = nameOf(parameter);
    return last.get(name) === parameter && !IMPLIED_HEADERS.has(name);
  });
}
