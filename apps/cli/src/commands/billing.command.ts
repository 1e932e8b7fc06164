import { type Command, InvalidArgumentError } from 'commander';
import { type BillingOptions } from '../actions/billing.action';

/** With the zone written out: "08:00" alone means another instant on every machine. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

export function addBillingCommands(program: Command): void {
  const billing = program.command('billing').description('previews and runs the billing of due subscriptions');
  withOptions(billing.command('preview'))
    .description('what a run would do, for any moment; writes nothing')
    .action(async (options: BillingOptions) => {
      const { previewBilling } = await import('../actions/billing.action.js');
      await previewBilling(options);
    });
  withOptions(billing.command('run'))
    .description('issues what is due; safe to repeat, also after a crash')
    .action(async (options: BillingOptions) => {
      const { runBilling } = await import('../actions/billing.action.js');
      await runBilling(options);
    });
}

function withOptions(command: Command): Command {
  return command
    .option('--as-of <instant>', 'ISO 8601 with zone, such as 2026-03-01T00:00:00+07:00 (default: now)', instant)
    .option('--site <code>', 'only this site (code or id)')
    .option('--json', 'as JSON');
}

/** Reads an instant, refusing what does not name one. */
export function instant(text: string): Date {
  const value = new Date(text);
  if (!INSTANT.test(text) || Number.isNaN(value.getTime())) {
    throw new InvalidArgumentError('not an ISO 8601 instant with zone, such as 2026-03-01T00:00:00+07:00');
  }
  return value;
}
