import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '@app/core';
import { RouterOsError } from '@app/mikrotik';
import { type JobContext, type Lease, Leases } from '@app/platform';
import { PppoeConfig } from '../pppoe.config';
import { ImportBatch } from './import-batch.service';
import { ImportMarks } from './import-marks.service';
import { ImportPreparation } from './import-preparation.service';
import { ImportRowRepository } from './import-row.repository';
import { type ImportSource, ImportSources } from './import-source.service';
import { type RouterImport, RouterImportRepository } from './router-import.repository';

const LEASE_MS = 30_000;

/** How a run of the job ended. */
export type ImportRunOutcome = 'COMPLETED' | 'CANCELLED' | 'INTERRUPTED' | 'NOTHING';

/**
 * Carries an import out, batch by batch: into the books first, then our mark onto the secrets. Who dies in between leaves
 * unmarked secrets, which nobody touches, and rows that the next run finds; the other way round a mark without a service
 * would be removed. On the router only comments are written, behind the operator's text.
 */
@Injectable()
export class RunImport {
  private readonly logger = new Logger(RunImport.name);

  constructor(
    private readonly imports: RouterImportRepository,
    private readonly rows: ImportRowRepository,
    private readonly sources: ImportSources,
    private readonly preparation: ImportPreparation,
    private readonly batches: ImportBatch,
    private readonly marks: ImportMarks,
    private readonly leases: Leases,
    private readonly config: PppoeConfig,
  ) {}

  /** Safe to run any number of times; goes on where the last run stopped. @throws what ended it, which is also kept */
  async run(importId: string, context: Pick<JobContext, 'signal' | 'progress'>): Promise<ImportRunOutcome> {
    const held = await this.leases.tryWith(`pppoe.import:${importId}`, LEASE_MS, (lease) =>
      this.runAlone(importId, lease, context),
    );
    return held?.result ?? 'NOTHING';
  }

  private async runAlone(
    importId: string,
    lease: Lease,
    context: Pick<JobContext, 'signal' | 'progress'>,
  ): Promise<ImportRunOutcome> {
    const one = await this.imports.claim(importId);
    if (!one) return 'NOTHING';
    try {
      const source = await this.sources.read(one);
      const total = one.totalCount ?? (await this.preparation.prepare(one, source));
      const outcome = await this.work(one, source, { total, lease, context });
      if (outcome === 'INTERRUPTED') return outcome;
      await this.imports.end(importId, outcome, null);
      await this.sources.forget(one.routerId);
      if (outcome === 'COMPLETED') await context.progress(100);
      return outcome;
    } catch (error) {
      const problem = error instanceof DomainError || error instanceof RouterOsError ? error.code : 'INTERNAL';
      this.logger.warn({ message: 'import stopped', importId, problem });
      await this.imports.end(importId, 'FAILED', problem);
      throw error;
    }
  }

  private async work(
    one: RouterImport,
    source: ImportSource,
    { total, lease, context }: { total: number; lease: Lease; context: Pick<JobContext, 'signal' | 'progress'> },
  ): Promise<Exclude<ImportRunOutcome, 'NOTHING'>> {
    for (;;) {
      await lease.assertHeld();
      // why: what is in the books gets its mark before anything else, and also when somebody cancels
      const created = await this.rows.next(one.id, 'CREATED', this.config.importBatch);
      if (created.length > 0) await this.marks.put(one, created);
      else if (await this.imports.isCancelled(one.id)) return 'CANCELLED';
      else {
        const pending = await this.rows.next(one.id, 'PENDING', this.config.importBatch);
        if (pending.length === 0) return 'COMPLETED';
        await this.batches.create(
          one,
          source,
          pending.map(({ id }) => id),
        );
      }
      await this.report(one.id, total, context);
      if (context.signal.aborted) return 'INTERRUPTED';
    }
  }

  private async report(importId: string, total: number, { progress }: Pick<JobContext, 'progress'>): Promise<void> {
    const counts = (await this.imports.counts([importId])).get(importId);
    if (!counts || total === 0) return;
    await progress(Math.floor(((total - counts.PENDING - counts.CREATED / 2) * 100) / total));
  }
}
