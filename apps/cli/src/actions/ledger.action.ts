import { type LedgerProof, LedgerProofService } from '@app/billing';
import { withServices } from '../cli-context';
import { NotOk } from '../failure';
import { print } from '../output';

/** Proves the books. @throws NotOk when they do not hold */
export async function proveLedger({ json }: { json?: boolean }): Promise<void> {
  await withServices(async (services) => {
    const proof = await services.get(LedgerProofService).prove();
    if (json) print(JSON.stringify(proof, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part)));
    else for (const line of linesOf(proof)) print(line);
    if (!proof.proved) throw new NotOk();
  });
}

function linesOf({ proved, invariants, invoices, lines, entries, ledgerSum, tookMs }: LedgerProof): string[] {
  const size = `${invoices} invoices, ${lines} lines, ${entries} entries, ledger sum ${ledgerSum}, ${tookMs} ms`;
  const broken = invariants.flatMap(({ invariant, findings }) =>
    findings.map(({ what, violations, samples }) => `${invariant} ${what}: ${violations} (${samples.join(', ')})`),
  );
  return [`${proved ? 'proved' : 'BROKEN'}: ${size}`, ...broken];
}
