import { type Command } from 'commander';

export function addOpenApiCommand(program: Command): void {
  program.command('openapi').description('the OpenAPI document of the REST interface');
}
