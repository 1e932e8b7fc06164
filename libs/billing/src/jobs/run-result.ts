import { type RunPreview } from '../services/billing-preview.service';
import { type BillingRunOutcome } from '../services/billing-run.service';

/** A run as it is kept with its job: JSON, amounts as text. `run` is null when nothing was due. */
export function runResult({ asOf, run }: BillingRunOutcome): object {
  if (!run) return { asOf: asOf.toISOString(), run: null };
  const { id, state, invoiceCount, lineCount, parkedCount, totalAmount, currency } = run;
  const total = { amount: totalAmount.toString(), currency };
  return { asOf: asOf.toISOString(), run: { id, state, invoiceCount, lineCount, parkedCount, total } };
}

/** A dry run as it is kept with its job: JSON, amounts as text. */
export function previewResult(preview: RunPreview): object {
  const { asOf, totals, plans, ...figures } = preview;
  return {
    asOf: asOf.toISOString(),
    ...figures,
    totals: totals.map(({ currency, net, tax, total }) => ({
      net: { amount: net.toString(), currency },
      tax: { amount: tax.toString(), currency },
      total: { amount: total.toString(), currency },
    })),
    plans: plans.map(({ currency, net, tax, ...plan }) => ({
      ...plan,
      net: { amount: net.toString(), currency },
      tax: { amount: tax.toString(), currency },
    })),
  };
}
