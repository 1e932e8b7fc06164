import { type Command } from 'commander';

export function addOpenApiCommand(program: Command): void {
  program
    .command('openapi')
    .description('the OpenAPI document of the REST interface; needs no database')
    .option('--out <file>', 'write it to this file')
    .action(async (options: { out?: string }) => {
      const { openApi } = await import('../actions/openapi.action.js');
      await openApi(options);
    });
}
