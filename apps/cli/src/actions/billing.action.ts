import { BillingPreviewService, type BillingRunOutcome, BillingRunService, type RunPreview } from '@app/billing';
import { SitesService } from '@app/iam';
import { type INestApplicationContext } from '@nestjs/common';
import { withServices } from '../cli-context';
import { print } from '../output';
import { untilInterrupted } from '../until-interrupted';

export interface BillingOptions {
  /** Default: the database's clock. */
  asOf?: Date;
  /** Code or id of a site; default: every site. */
  site?: string;
  json?: boolean;
}

interface Scope {
  asOf?: Date;
  siteId?: string;
}

/** Prints what a run would do, and writes nothing. */
export async function previewBilling(options: BillingOptions): Promise<void> {
  await withServices(async (services) => {
    const preview = await services.get(BillingPreviewService).previewRun(await scopeOf(services, options));
    if (options.json) print(asJson(preview));
    else for (const line of previewLines(preview)) print(line);
  });
}

/** Runs the billing here and now, in this process; Ctrl-C stops it after the batch in hand. */
export async function runBilling(options: BillingOptions): Promise<void> {
  await withServices(async (services) => {
    const scope = await scopeOf(services, options);
    const outcome = await untilInterrupted((signal) =>
      services.get(BillingRunService).run({ ...scope, trigger: 'MANUAL', requestedBy: 'cli', signal }),
    );
    if (options.json) print(asJson(outcome));
    else print(outcomeLine(outcome));
  });
}

async function scopeOf(services: INestApplicationContext, { asOf, site }: BillingOptions): Promise<Scope> {
  const scope: Scope = asOf === undefined ? {} : { asOf };
  if (site === undefined) return scope;
  const sites = await services.get(SitesService).all();
  const found = sites.find(({ id, code }) => id === site || code === site);
  if (!found) throw new Error(`there is no site ${site}; there are: ${sites.map(({ code }) => code).join(', ')}`);
  return { ...scope, siteId: found.id };
}

function previewLines(preview: RunPreview): string[] {
  const { asOf, customerCount, invoiceCount, lineCount, totals, plans, refusals, refusalCount } = preview;
  return [
    `as of ${asOf.toISOString()}: ${invoiceCount} invoices with ${lineCount} lines for ${customerCount} customers`,
    ...plans.map(
      (plan) => `  ${plan.planName}: ${plan.lineCount} lines, ${plan.net} + tax ${plan.tax} ${plan.currency}`,
    ),
    ...totals.map(({ net, tax, total, currency }) => `total ${total} ${currency} (net ${net}, tax ${tax})`),
    ...(refusalCount > 0 ? [`${refusalCount} subscriptions would be set aside:`] : []),
    ...refusals.map((refusal) => `  ${asJson(refusal, 0)}`),
  ];
}

function outcomeLine({ asOf, run }: BillingRunOutcome): string {
  if (!run) return `as of ${asOf.toISOString()}: nothing is due`;
  const { state, invoiceCount, lineCount, parkedCount, totalAmount, currency } = run;
  const parked = parkedCount > 0 ? `, ${parkedCount} subscriptions set aside` : '';
  return `${state}: ${invoiceCount} invoices, ${lineCount} lines, ${totalAmount} ${currency}${parked} (as of ${asOf.toISOString()})`;
}

/** Amounts as text, like everywhere in JSON. */
function asJson(value: object, indent = 2): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part), indent);
}
