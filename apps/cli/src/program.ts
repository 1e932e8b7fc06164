import { Command } from 'commander';
import { addAuditCommands } from './commands/audit.command';
import { addBillingCommands } from './commands/billing.command';
import { addCreateOwnerCommand } from './commands/create-owner.command';
import { addDoctorCommand } from './commands/doctor.command';
import { addEnvExampleCommand } from './commands/env-example.command';
import { addLedgerCommands } from './commands/ledger.command';
import { addMigrateCommands } from './commands/migrate.command';
import { addOpenApiCommand } from './commands/openapi.command';
import { addProbeRouterCommand } from './commands/probe-router.command';
import { addSecretsCommands } from './commands/secrets.command';
import { addSeedCommands } from './commands/seed.command';
import { addStoryCommand } from './commands/story.command';

/** Every command of the product; results go to stdout, messages to stderr, exit code 1 means no. */
export function buildProgram(): Command {
  const program = new Command('langgan')
    .description('Operates a Langgan installation. Settings come from the environment, see .env.example.')
    .showHelpAfterError();
  addMigrateCommands(program);
  addCreateOwnerCommand(program);
  addBillingCommands(program);
  addLedgerCommands(program);
  addDoctorCommand(program);
  addOpenApiCommand(program);
  addEnvExampleCommand(program);
  addProbeRouterCommand(program);
  addSecretsCommands(program);
  addAuditCommands(program);
  addSeedCommands(program);
  addStoryCommand(program);
  return program;
}
