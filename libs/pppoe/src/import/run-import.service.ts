import { Injectable, Logger } from '@nestjs/common';
import { DomainError, uuidv7 } from '@app/core';
import { AdoptionService, RouterInventory, RouterOsError, RouterSync, SYNC_PRIORITY } from '@app/mikrotik';
import { Database, type JobContext, type Lease, Leases } from '@app/platform';
import { firstVerdict } from '../domain/import/first-verdict';
import { addressOf } from '../domain/import/secret-findings';
import { PppoeConfig } from '../pppoe.config';
import { ImportBatch } from './import-batch.service';
import { type ImportRow, ImportRowRepository, type RowOutcome } from './import-row.repository';
import { type ImportSource, ImportSources } from './import-source.service';
import { ImportSurroundings } from './import-surroundings.service';
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
    private readonly surroundings: ImportSurroundings,
    private readonly batches: ImportBatch,
    private readonly adoption: AdoptionService,
    private readonly inventory: RouterInventory,
    private readonly sync: RouterSync,
    private readonly database: Database,
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
      const total = one.totalCount ?? (await this.prepare(one, source));
      const outcome = await this.work(one, source, { total, lease, context });
      if (outcome === 'INTERRUPTED') return outcome;
      await this.imports.end(importId, outcome, null);
      await this.inventory.forget(one.routerId);
      if (outcome === 'COMPLETED') await context.progress(100);
      return outcome;
    } catch (error) {
      const problem = error instanceof DomainError || error instanceof RouterOsError ? error.code : 'INTERNAL';
      this.logger.warn({ message: 'import stopped', importId, problem });
      await this.imports.end(importId, 'FAILED', problem);
      throw error;
    }
  }

  /** Writes down every secret with its first verdict, once. @returns their number */
  private async prepare(one: RouterImport, source: ImportSource): Promise<number> {
    const secrets = [...source.secrets.values()];
    const around = await this.surroundings.of(one.routerId, secrets, source.profiles);
    const rows = secrets.map((secret): ImportRow => {
      const { name, values } = secret;
      const unfinished = secret.owner === null ? source.unfinished.get(name) : undefined;
      const nobody = { customerId: null, subscriptionId: null, accountId: null };
      const verdict = unfinished
        ? ({ state: 'CREATED', code: null } as const)
        : firstVerdict(secret, around, one.settings);
      const known = unfinished ?? nobody;
      return {
        ...{ id: uuidv7(), name, profile: values.profile ?? 'default', address: addressOf(secret), detail: {} },
        ...verdict,
        ...{ customerId: known.customerId, subscriptionId: known.subscriptionId, accountId: known.accountId },
      };
    });
    await this.database.transaction(async () => {
      await this.rows.insert(one.id, rows);
      await this.imports.setTotal(one.id, rows.length);
    });
    return rows.length;
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
      if (created.length > 0) await this.adopt(one, created);
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

  private async adopt(one: RouterImport, rows: readonly ImportRow[]): Promise<void> {
    const { failed } = await this.adoption.adoptMany(
      one.routerId,
      rows.map(({ name, subscriptionId }) => ({
        ...{ kind: 'ppp-secret' as const, name, owner: `sub-${subscriptionId ?? ''}` },
      })),
    );
    const errors = new Map(failed.map(({ adoption, error }) => [adoption.name, error]));
    const outcomes = rows.map(({ id, name }): RowOutcome => {
      const error = errors.get(name);
      if (!error) return { id, state: 'ADOPTED', code: null };
      const detail = error instanceof DomainError ? { ...error.params } : { message: error.message };
      return { id, state: 'FAILED', code: codeOf(error), detail };
    });
    await this.database.transaction(async () => {
      await this.rows.record(outcomes);
      // why: who was found unmarked meanwhile is looked at again, and gets what changed in our books since
      const marked = rows.filter(({ name }) => !errors.has(name));
      await this.sync.markDirty(
        one.routerId,
        marked.map(({ name }) => ({ kind: 'ppp-secret', key: name, priority: SYNC_PRIORITY.BULK })),
      );
    });
  }

  private async report(importId: string, total: number, { progress }: Pick<JobContext, 'progress'>): Promise<void> {
    const counts = (await this.imports.counts([importId])).get(importId);
    if (!counts || total === 0) return;
    await progress(Math.floor(((total - counts.PENDING - counts.CREATED / 2) * 100) / total));
  }
}

function codeOf(error: Error): string {
  if (error instanceof DomainError || error instanceof RouterOsError) return error.code;
  return 'INTERNAL';
}
