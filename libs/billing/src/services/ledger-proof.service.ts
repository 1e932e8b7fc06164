import { Injectable } from '@nestjs/common';
import { Clock } from '@app/core';
import { ProofContributions } from './ledger/contributes-proof';
import { LedgerProofRepository, type ProofOptions, type ProofRow } from '../repositories/ledger-proof.repository';

export const INVARIANTS = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8'] as const;

/** One invariant of billing.md 4.3 and what breaks it. */
export interface InvariantProof {
  invariant: (typeof INVARIANTS)[number];
  violations: number;
  findings: Omit<ProofRow, 'invariant'>[];
}

export interface LedgerProof {
  /** True when no invariant is broken and the whole ledger adds up to zero. */
  proved: boolean;
  violations: number;
  invariants: InvariantProof[];
  invoices: number;
  lines: number;
  entries: number;
  /** Sum of every entry; zero. */
  ledgerSum: bigint;
  tookMs: number;
}

/** Proves the books (I1–I8) over all sites, from the rows themselves, at one moment. Reads only. */
@Injectable()
export class LedgerProofService {
  constructor(
    private readonly proofs: LedgerProofRepository,
    private readonly contributions: ProofContributions,
    private readonly clock: Clock,
  ) {}

  async prove(options: ProofOptions = {}): Promise<LedgerProof> {
    const start = this.clock.monotonicMs();
    const { rows, sum, ...counted } = await this.proofs.read(this.contributions.checks(), options);
    const invariants = INVARIANTS.map((invariant) => {
      const findings = rows.filter((row) => row.invariant === invariant);
      return {
        invariant,
        violations: count(findings),
        findings: findings.map(({ what, violations, samples }) => ({ what, violations, samples })),
      };
    });
    const violations = count(rows);
    const tookMs = Math.round(this.clock.monotonicMs() - start);
    return { proved: violations === 0 && sum === 0n, violations, invariants, ...counted, ledgerSum: sum, tookMs };
  }
}

const count = (rows: readonly ProofRow[]): number => rows.reduce((sum, row) => sum + row.violations, 0);
