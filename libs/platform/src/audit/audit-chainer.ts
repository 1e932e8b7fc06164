import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { PartitionKeeper } from '../partitions/partition-keeper';
import { AuditChainRepository, type Link, type WaitingEntry } from './audit-chain.repository';
import { linkHash } from './audit-hash';

const BATCH = 1_000;

/** Gives recorded entries their place in the hash chain, in the order in which they were committed. */
@Injectable()
export class AuditChainer {
  constructor(
    private readonly database: Database,
    private readonly chain: AuditChainRepository,
    private readonly partitions: PartitionKeeper,
  ) {}

  /** Chains everything that waits. Any number of processes may do it at once: one of them does, the others return. */
  async chainAll(signal?: AbortSignal): Promise<number> {
    let total = 0;
    for (;;) {
      const moved = await this.chainBatch();
      total += moved;
      if (moved < BATCH || signal?.aborted === true) return total;
    }
  }

  private async chainBatch(): Promise<number> {
    const waiting = await this.chain.waiting(BATCH);
    if (waiting.length === 0) return 0;
    // why: a partition cannot be made while the transaction below holds the table
    for (const month of new Set(waiting.map((entry) => entry.month))) await this.partitions.ensure('audit_log', month);
    return this.database.transaction(() => this.link(waiting));
  }

  private async link(waiting: readonly WaitingEntry[]): Promise<number> {
    let head = await this.chain.lockHead();
    if (!head) return 0;
    const links: Link[] = [];
    for (const { id, facts } of await this.chain.facts(waiting.map((entry) => entry.id))) {
      const seq: bigint = head.seq + 1n;
      const hash = linkHash(head.hash, seq, facts);
      links.push({ id, seq, prevHash: head.hash, hash });
      head = { seq, hash };
    }
    if (links.length === 0) return 0;
    const moved = await this.chain.append(links, head);
    if (moved !== links.length)
      throw new Error(`${links.length} audit entries were to be chained, ${moved} were there`);
    return moved;
  }
}
