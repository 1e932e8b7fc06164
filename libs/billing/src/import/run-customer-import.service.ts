import { Injectable, Logger } from '@nestjs/common';
import { addDays, DomainError, localDateOf } from '@app/core';
import { DatabaseClock, type JobContext, type Lease, Leases, PartitionKeeper } from '@app/platform';
import { ImportBatch } from './import-batch.service';
import { ImportReader } from './import-reader.service';
import { ImportRepository, type UploadedList } from './import.repository';
import { CustomerImportRowRepository } from './import-row.repository';
import { ListTargets } from './list-target';

const LEASE_MS = 30_000;
const BATCH = 200;

/** Attempts of the job; the last one that fails ends the import, which can be confirmed to go on. */
export const IMPORT_ATTEMPTS = 5;

/** How a run of the job ended. */
export type CustomerImportOutcome = 'COMPLETED' | 'CANCELLED' | 'INTERRUPTED' | 'NOTHING';

type Context = Pick<JobContext, 'signal' | 'progress' | 'attempt'>;

/** Reads a list, and carries it out batch by batch unless it is a dry run. */
@Injectable()
export class RunCustomerImport {
  private readonly logger = new Logger(RunCustomerImport.name);

  constructor(
    private readonly imports: ImportRepository,
    private readonly rows: CustomerImportRowRepository,
    private readonly reader: ImportReader,
    private readonly batches: ImportBatch,
    private readonly targets: ListTargets,
    private readonly leases: Leases,
    private readonly clock: DatabaseClock,
    private readonly partitions: PartitionKeeper,
  ) {}

  /** Safe to run any number of times; goes on where the last run stopped. @throws what is worth another attempt */
  async run(importId: string, context: Context): Promise<CustomerImportOutcome> {
    const held = await this.leases.tryWith(`billing.import:${importId}`, LEASE_MS, (lease) =>
      this.runAlone(importId, lease, context),
    );
    return held?.result ?? 'NOTHING';
  }

  private async runAlone(importId: string, lease: Lease, context: Context): Promise<CustomerImportOutcome> {
    const one = await this.imports.claim(importId);
    if (!one) return 'NOTHING';
    try {
      const content = await this.imports.content(importId);
      if (content) await this.reader.read(one, content);
      const outcome = one.dryRun ? 'COMPLETED' : await this.work(one, lease, context);
      if (outcome !== 'INTERRUPTED') await this.imports.end(importId, outcome, null);
      return outcome;
    } catch (error) {
      const problem = error instanceof DomainError && error.kind !== 'unavailable' ? error.code : 'INTERNAL';
      // why: what is not the file's fault is worth another attempt, which goes on from the last whole batch
      if (problem !== 'INTERNAL' || context.attempt >= IMPORT_ATTEMPTS) {
        this.logger.warn({ message: 'import stopped', importId, problem });
        await this.imports.end(importId, 'FAILED', problem);
      }
      throw error;
    }
  }

  private async work(
    one: UploadedList,
    lease: Lease,
    { signal, progress }: Context,
  ): Promise<Exclude<CustomerImportOutcome, 'NOTHING'>> {
    for (;;) {
      await lease.assertHeld();
      if ((await this.imports.find(one.id))?.cancelRequested === true) return 'CANCELLED';
      const rowNos = await this.rows.next(one.id, BATCH);
      if (rowNos.length === 0) {
        await this.targets.of(one.format).target.finish?.(one);
        return 'COMPLETED';
      }
      await this.makeRoom();
      await this.batches.carryOut(one, rowNos);
      const counts = (await this.imports.counts([one.id])).get(one.id);
      if (counts) await progress(percentOf(counts.VALID, counts.VALID + counts.DONE + counts.FAILED + counts.SKIPPED));
      if (signal.aborted) return 'INTERRUPTED';
    }
  }

  /** The ledger's month is there before the batch locks anything. */
  private async makeRoom(): Promise<void> {
    const day = localDateOf(await this.clock.sample(), 'UTC');
    await this.partitions.ensure('ledger_entries', addDays(day, -1));
    await this.partitions.ensure('ledger_entries', addDays(day, 1));
  }
}

const percentOf = (left: number, total: number): number => Math.floor(((total - left) * 100) / Math.max(total, 1));
