import { type Command } from 'commander';

export function addLedgerCommands(program: Command): void {
  const ledger = program.command('ledger').description('the books');
  ledger
    .command('prove')
    .description('proves invariants I1 to I7 from the rows of all sites; exit code 1 when one is broken')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const { proveLedger } = await import('../actions/ledger.action.js');
      await proveLedger(options);
    });
}
