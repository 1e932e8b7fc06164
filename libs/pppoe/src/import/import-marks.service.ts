import { Injectable } from '@nestjs/common';
import { DomainError } from '@app/core';
import { AdoptionService, RouterOsError, RouterSync, SYNC_PRIORITY } from '@app/mikrotik';
import { Database } from '@app/platform';
import { type ImportRow, ImportRowRepository, type RowOutcome } from './import-row.repository';
import { type RouterImport } from './router-import.repository';

/** Puts our mark on the secrets of rows that are in the books. */
@Injectable()
export class ImportMarks {
  constructor(
    private readonly rows: ImportRowRepository,
    private readonly adoption: AdoptionService,
    private readonly sync: RouterSync,
    private readonly database: Database,
  ) {}

  /** Repeating it is harmless. @throws DomainError MIKROTIK_ROUTER_BUSY; RouterOsError of the connection */
  async put(one: RouterImport, rows: readonly ImportRow[]): Promise<void> {
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
}

function codeOf(error: Error): string {
  if (error instanceof DomainError || error instanceof RouterOsError) return error.code;
  return 'INTERNAL';
}
