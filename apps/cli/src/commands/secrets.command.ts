import { type Command } from 'commander';

export function addSecretsCommands(program: Command): void {
  const secrets = program.command('secrets').description('keys of the secrets that are kept in the database');
  secrets
    .command('status')
    .description('which key of SECRET_KEYS seals how many values; exit code 1 when a needed key is missing')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const { secretsStatus } = await import('../actions/secrets.action.js');
      await secretsStatus(options);
    });
  secrets
    .command('rotate')
    .description('moves every value under the first key of SECRET_KEYS, while the system runs; safe to stop and repeat')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const { rotateSecrets } = await import('../actions/secrets.action.js');
      await rotateSecrets(options);
    });
}
