import { Injectable } from '@nestjs/common';
import { CustomersService } from '@app/customers';
import { AdoptedSubscriptions } from '../services/adopted-subscriptions.service';
import { checkRow, type ReadyRow } from './check-row';
import { CustomerImportFacts } from './import-facts.service';
import { CUSTOMER_FORMATS, type RawRow } from './import-format';
import { type UploadedList } from './import.repository';
import { duplicatesIn } from './file-duplicates';
import { ListTarget, type LookedAtRow } from './list-target';
import { CustomerImportRowRepository, type ImportRow } from './import-row.repository';
import { OpeningBalances } from './opening-balances.service';

interface Ready {
  row: ImportRow;
  ready: ReadyRow;
}

/** Lists of customers: with them accounts, services and opening balances. */
@Injectable()
export class CustomerListTarget extends ListTarget {
  readonly formats = CUSTOMER_FORMATS;

  constructor(
    private readonly rows: CustomerImportRowRepository,
    private readonly facts: CustomerImportFacts,
    private readonly customers: CustomersService,
    private readonly subscriptions: AdoptedSubscriptions,
    private readonly openings: OpeningBalances,
  ) {
    super();
  }

  override async check(one: UploadedList, raw: readonly RawRow[]): Promise<LookedAtRow[]> {
    const facts = await this.facts.of(one, raw);
    const twice = duplicatesIn(raw, { format: one.format, sharedPhones: one.settings.sharedPhones === true });
    return raw.map((data, index) => {
      const { state, errors } = checkRow(data, facts);
      const all = state === 'SKIPPED' ? errors : [...errors, ...(twice.get(index) ?? [])];
      return { state: all.length > 0 && state === 'VALID' ? 'FAILED' : state, errors: all };
    });
  }

  override async carryOut(one: UploadedList, rows: readonly ImportRow[]): Promise<void> {
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
        ...{ rowNo, objectId: ids[n] ?? '', code: codes.get(ids[n] ?? '')?.code ?? '' },
      })),
    );
  }

  /** Looks at everything again: the books may have changed since the file was read. */
  private async sortOut(
    one: UploadedList,
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
  private async customersOf({ siteId }: UploadedList, rows: readonly Ready[]): Promise<string[]> {
    const fresh = rows.filter(({ ready }) => ready.customerId === null);
    const made = await this.customers.createMany(
      fresh.map(({ ready: { code, name, phone, email, address, areaId } }) => ({
        ...{ siteId, name, phone, email, address, areaId, ...(code === null ? {} : { code }) },
      })),
    );
    return rows.map(({ ready }) => ready.customerId ?? made.shift() ?? '');
  }
}
