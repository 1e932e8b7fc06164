import { Injectable } from '@nestjs/common';
import { DomainError } from '@app/core';
import { Database } from '@app/platform';
import { type UploadedList } from './import.repository';
import { CustomerImportRowRepository } from './import-row.repository';
import { ListTargets } from './list-target';

/**
 * Brings rows into the books, a batch and the states of its rows in one transaction, so that a crash leaves whole batches.
 * Rows of which one breaks a rule are halved until it stands alone.
 */
@Injectable()
export class ImportBatch {
  constructor(
    private readonly database: Database,
    private readonly rows: CustomerImportRowRepository,
    private readonly targets: ListTargets,
  ) {}

  /** Repeating it is harmless: rows that are no longer VALID are left alone. */
  async carryOut(one: UploadedList, rowNos: readonly number[]): Promise<void> {
    try {
      await this.database.transaction(() => this.carryOutAll(one, rowNos));
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      const [first] = rowNos;
      if (rowNos.length === 1 && first !== undefined) {
        const errors = [{ column: null, code: error.code }];
        await this.rows.fail(one.id, [{ rowNo: first, state: 'FAILED', errors }]);
        return;
      }
      const middle = Math.ceil(rowNos.length / 2);
      await this.carryOut(one, rowNos.slice(0, middle));
      await this.carryOut(one, rowNos.slice(middle));
    }
  }

  private async carryOutAll(one: UploadedList, rowNos: readonly number[]): Promise<void> {
    const rows = await this.rows.lock(one.id, rowNos);
    if (rows.length > 0) await this.targets.of(one.format).target.carryOut(one, rows);
  }
}
