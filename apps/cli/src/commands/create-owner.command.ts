import { type Command } from 'commander';
import { type CreateOwnerOptions } from '../actions/create-owner.action';

export function addCreateOwnerCommand(program: Command): void {
  program
    .command('create-owner')
    .description('a one-time address at which the first owner makes his account (valid for 24 hours)')
    .option('--if-missing', 'say nothing when there is an owner already')
    .option('--json', 'as JSON: {"url", "token"}, or {} when there is an owner')
    .action(async (options: CreateOwnerOptions) => {
      const { createOwner } = await import('../actions/create-owner.action.js');
      await createOwner(options);
    });
}
