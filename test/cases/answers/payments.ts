import { domain } from '@app/billing';
import { amountOf, type Given, ratioOf } from '../given';

export function allocate(given: Given, expected: Readonly<Record<string, unknown>>) {
  const open = domain.inOrderOfPayment(given.list('open').map(openInvoice));
  const amount = given.has('cash') ? given.amount('cash') + given.amount('withholdingPph23') : given.amount('pay');
  const { allocations, deposit } = domain.allocatePayment(amount, open);
  const partOf = (id: string): bigint => allocations.find((part) => part.invoiceId === id)?.amount ?? 0n;
  const remaining = open.map((invoice) => invoice.remaining - partOf(invoice.id));
  const left = remaining.reduce((sum, one) => sum + one, 0n);
  const tolerance = given.has('toleranceForAccess') ? given.amount('toleranceForAccess') : 0n;
  return {
    alloc: open.map((invoice) => partOf(invoice.id)),
    remaining: remaining.length === 1 && typeof expected.remaining === 'number' ? remaining[0] : remaining,
    walletDelta: deposit,
    state: left === 0n ? 'paid' : 'open',
    accessEnabled: domain.desiredAccess({ status: 'ACTIVE', isolirDebt: left, tolerance }).desired === 'ENABLED',
  };
}

function openInvoice(item: unknown): { id: string; seq: bigint; dueOn: string; remaining: bigint } {
  const { no, due, amt } = item as { no: unknown; due?: unknown; amt: unknown };
  const remaining = amountOf(amt, 'open.amt');
  return { id: String(no), seq: amountOf(no, 'open.no'), dueOn: typeof due === 'string' ? due : '', remaining };
}

export function commission(given: Given) {
  const [num, den] = ratioOf(given.raw('ratePct'));
  const base = { net: given.amount('net'), total: given.amount('total'), rate: { num, den } };
  let paid = 0n;
  const accruals = given.amounts('payments').map((payment) => {
    const before = paid;
    paid += payment;
    return domain.commissionStep(before, paid, base);
  });
  return { accruals, sum: accruals.reduce((sum, one) => sum + one, 0n) };
}
