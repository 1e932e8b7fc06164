import { Injectable } from '@nestjs/common';
import { type ImportRow, type StartedImport, type UploadedList, UploadedLists } from '@app/billing';
import { MikrotikErrors, parseComment, RouterOsError, RouterReader, RoutersService, type Row } from '@app/mikrotik';
import { csvLine, FILE_TYPES, SecretBox } from '@app/platform';
import { LIST_PASSWORD } from './voucher-import-password';
import { VoucherImportRepository } from './voucher-import.repository';
import { VOUCHER_LISTS } from './voucher-lists';

/** What a voucher may be read from on a router, and how Mikhmon's lists call it. */
const COLUMNS = [
  ...['name', 'password', 'profile', 'limit-uptime', 'limit-bytes-total', 'uptime', 'bytes-in', 'bytes-out'],
  ...['disabled', 'comment'],
];

/** RouterOS's own user. */
const TRIAL = 'default-trial';

/** Uploaded lists of vouchers. */
@Injectable()
export class VoucherLists extends UploadedLists {
  protected readonly formats = VOUCHER_LISTS;
  protected readonly area = 'vouchers';
}

/** Voucher lists as people ask for them, within their scope. */
@Injectable()
export class VoucherImports {
  constructor(
    private readonly lists: VoucherLists,
    private readonly vouchers: VoucherImportRepository,
    private readonly routers: RoutersService,
    private readonly reader: RouterReader,
    private readonly box: SecretBox,
  ) {}

  /**
   * Takes the hotspot users of a router for a list of Mikhmon's; what is ours already, and members, are left out.
   *
   * @throws DomainError CORE_NOT_FOUND, IAM_SCOPE_TOO_NARROW, MIKROTIK_ROUTER_UNREACHABLE, BILLING_IMPORT_FILE_EMPTY
   */
  async startFromRouter(
    routerId: string,
    { dryRun, packages }: { dryRun: boolean; packages: Readonly<Record<string, string>> },
  ): Promise<StartedImport> {
    const { siteId, name } = await this.routers.get(routerId);
    const users = (await this.usersOf(routerId)).filter(
      ({ name, comment = '' }) => name !== TRIAL && parseComment(comment).owner === undefined,
    );
    const lines = users.map((user) => csvLine(COLUMNS.map((column) => user[column] ?? '')));
    const content = Buffer.from(lines.length === 0 ? '' : csvLine(COLUMNS) + lines.join(''));
    return this.lists.start({
      ...{ siteId, format: 'MIKHMON_VOUCHERS', fileName: `hotspot ${name}.csv`, contentType: FILE_TYPES.csv, content },
      ...{ dryRun, settings: { packages, routerId } },
    });
  }

  /** The rows that failed, as they stood in the file. @throws DomainError CORE_NOT_FOUND */
  async failedRows(id: string): Promise<{ one: UploadedList; rows: ImportRow[] }> {
    const { one, rows } = await this.lists.failedRows(id);
    const passwords = await this.vouchers.passwords(id, 'all');
    const whole = rows.map((row) => {
      const kept = passwords.get(row.rowNo);
      const password = kept ? this.box.open(kept.sealed, LIST_PASSWORD.place(kept.id)) : (row.data.code ?? '');
      return { ...row, data: { ...row.data, password } };
    });
    return { one, rows: whole };
  }

  private async usersOf(routerId: string): Promise<Row[]> {
    try {
      return await this.reader.table(routerId, '/ip/hotspot/user', COLUMNS, { churning: true });
    } catch (error) {
      if (error instanceof RouterOsError) throw MikrotikErrors.ROUTER_UNREACHABLE({ reason: error.code });
      throw error;
    }
  }
}
