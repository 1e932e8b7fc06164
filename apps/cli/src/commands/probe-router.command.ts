import { type Command, InvalidArgumentError } from 'commander';
import { type ProbeRouterOptions } from '../actions/probe-router.action';

export function addProbeRouterCommand(program: Command): void {
  program
    .command('probe-router')
    .description('asks a real router what the simulator only assumes; changes nothing on it and reports no names')
    .requiredOption('--host <address>', 'address of the router')
    .requiredOption('--user <name>', 'user whose group has read, api and sensitive')
    .option('--port <number>', 'default 8728, with --tls 8729', port)
    .option('--tls', 'the api-ssl service; its certificate is not checked')
    .option('--password-file <file>', 'file that holds the password; "-" is the standard input', '-')
    .option('--json', 'as JSON')
    .action(async (options: ProbeRouterOptions) => {
      const { printProbe } = await import('../actions/probe-router.action.js');
      await printProbe(options);
    });
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) throw new InvalidArgumentError('not a port');
  return value;
}
