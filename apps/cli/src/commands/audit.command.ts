import { type Command } from 'commander';

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('the record of who did what');
  audit
    .command('verify')
    .description('recomputes the hash chain and checks the signed heads; exit code 1 names the first row that is wrong')
    .option('--from <instant>', 'only entries from this instant on, such as 2026-11-01 or 2026-11-01T00:00:00Z')
    .option('--to <instant>', 'only entries before this instant')
    .option('--json', 'as JSON')
    .action(async (options: { from?: string; to?: string; json?: boolean }) => {
      const { verifyAudit } = await import('../actions/audit.action.js');
      await verifyAudit(options);
    });
}
