import { DiscoveryService, MetadataScanner, ModulesContainer, NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { buildOpenApi, configureHttp, createFastifyAdapter, HttpConfig, RouteAccessCheck } from '@app/platform';
import { ApiModule } from '../../../api/src/api.module';
import { allConfigs } from '../env-example/config-classes';
import { forgetSettings } from '../forget-settings';
import { writeResult } from '../write-result';

/**
 * Writes the OpenAPI document. The application is only previewed: its modules are put together, nothing is constructed
 * and nothing is connected to, so no database is needed and no setting shows in the document.
 */
export async function openApi({ out }: { out?: string }): Promise<void> {
  forgetSettings(allConfigs(), {
    DATABASE_URL: 'postgres://nobody@nowhere/nothing',
    SECRET_KEYS: `none:${'A'.repeat(43)}=`,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.forRoot(),
    createFastifyAdapter(new HttpConfig()),
    { preview: true, abortOnError: false, logger: false },
  );
  await configureHttp(app);
  // why: a preview constructs no provider, and the document reads the routes' access through this one
  const discovery = new DiscoveryService(app.get(ModulesContainer));
  Object.assign(app.get(RouteAccessCheck), { discovery, scanner: new MetadataScanner() });
  await writeResult(`${JSON.stringify(buildOpenApi(app), null, 2)}\n`, out);
}
