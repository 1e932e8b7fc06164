import { type Command } from 'commander';

export function addBillingCommands(program: Command): void {
  program.command('billing').description('previews and runs the billing of due subscriptions');
}
