import { type BillingRunOutcome } from '../services/billing-run.service';

/** A run as it is kept with its job: JSON, amounts as text. `run` is null when nothing was due. */
export function runResult({ asOf, run }: BillingRunOutcome): object {
  if (!run) return { asOf: asOf.toISOString(), run: null };
  const { id, state, invoiceCount, lineCount, parkedCount, totalAmount, currency } = run;
  const total = { amount: totalAmount.toString(), currency };
  return { asOf: asOf.toISOString(), run: { id, state, invoiceCount, lineCount, parkedCount, total } };
}
