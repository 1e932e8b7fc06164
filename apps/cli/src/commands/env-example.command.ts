import { type Command } from 'commander';

export function addEnvExampleCommand(program: Command): void {
  program
    .command('env-example')
    .description('every setting with its description and default, as .env.example')
    .option('--out <file>', 'write it to this file')
    .action(async (options: { out?: string }) => {
      const { envExample } = await import('../actions/env-example.action.js');
      await envExample(options);
    });
}
