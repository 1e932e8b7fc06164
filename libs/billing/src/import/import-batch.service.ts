import { Injectable } from '@nestjs/common';
import { DomainError } from '@app/core';
import { CustomersService } from '@app/customers';
import { Database } from '@app/platform';
import { AdoptedSubscriptions } from '../services/adopted-subscriptions.service';
import { checkRow, type ReadyRow } from './check-row';
import { CustomerImportFacts } from './import-facts.service';
import { type CustomerImport } from './import.repository';
import { CustomerImportRowRepository, type ImportRow } from './import-row.repository';
import { OpeningBalances } from './opening-balances.service';

interface Ready {
  row: ImportRow;
  ready: ReadyRow;
}

/**
 * Brings rows into the books: customers, accounts, services and opening balances of a batch in one transaction, and with
 * them the state of the rows, so that a crash leaves whole batches. Rows of which one breaks a rule are halved until it
 * stands alone.
 */
@Injectable()
export class CustomerImportBatch {
  constructor(
    private readonly database: Database,
    private readonly rows: CustomerImportRowRepository,
    private readonly facts: CustomerImportFacts,
    private readonly customers: CustomersService,
    private readonly subscriptions: AdoptedSubscriptions,
    private readonly openings: OpeningBalances,
  ) {}

  /** Repeating it is harmless: rows that are no longer VALID are left alone. */
  async carryOut(one: CustomerImport, rowNos: readonly number[]): Promise<void> {
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

  private async carryOutAll(one: CustomerImport, rowNos: readonly number[]): Promise<void> {
    const rows = await this.rows.lock(one.id, rowNos);
    if (rows.length === 0) return;
    const { ready, refused } = await this.sortOut(one, rows);
    await this.rows.fail(one.id, refused);
    const ids = await this.customersOf(one, ready);
    await this.subscriptions.createMany(
      ready.flatMap(({ ready: { service } }, n) =>
        service ? [{ customerId: ids[n] ?? '', ...service, isRunning: true }] : [],
      ),
    );
    await this.openings.book(
      ids,
      ready.map(({ row, ready: { opening } }, n) => ({
        ...{ customerId: ids[n] ?? '', amount: opening, sourceKey: `import:${one.id}:${row.rowNo}` },
      })),
    );
    const codes = await this.customers.snapshots(ids);
    await this.rows.done(
      one.id,
      ready.map(({ row: { rowNo } }, n) => ({
        ...{ rowNo, customerId: ids[n] ?? '', code: codes.get(ids[n] ?? '')?.code ?? '' },
      })),
    );
  }

  /** Looks at everything again: the books may have changed since the file was read. */
  private async sortOut(
    one: CustomerImport,
    rows: readonly ImportRow[],
  ): Promise<{ ready: Ready[]; refused: Pick<ImportRow, 'rowNo' | 'state' | 'errors'>[] }> {
    const facts = await this.facts.of(
      one,
      rows.map(({ data }) => data),
    );
    const ready: Ready[] = [];
    const refused: Pick<ImportRow, 'rowNo' | 'state' | 'errors'>[] = [];
    for (const row of rows) {
      const checked = checkRow(row.data, facts);
      if (checked.ready) ready.push({ row, ready: checked.ready });
      else refused.push({ rowNo: row.rowNo, state: checked.state, errors: checked.errors });
    }
    return { ready, refused };
  }

  /** Ids in the order of the rows; new customers with one statement. */
  private async customersOf({ siteId }: CustomerImport, rows: readonly Ready[]): Promise<string[]> {
    const fresh = rows.filter(({ ready }) => ready.customerId === null);
    const made = await this.customers.createMany(
      fresh.map(({ ready: { code, name, phone, email, address, areaId } }) => ({
        ...{ siteId, name, phone, email, address, areaId, ...(code === null ? {} : { code }) },
      })),
    );
    return rows.map(({ ready }) => ready.customerId ?? made.shift() ?? '');
  }
}
