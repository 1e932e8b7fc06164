import { Injectable } from '@nestjs/common';
import { type UploadedList } from '@app/billing';
import { SitesService } from '@app/iam';
import { DatabaseClock } from '@app/platform';
import { LoginNames } from '../repositories/login-names.repository';
import { VoucherImportRepository } from './voucher-import.repository';
import { type VoucherList } from './voucher-lists';
import { type NamedPackage, type VoucherFacts } from './voucher-row';

/** What rows of voucher lists are checked against: a fixed number of statements for any number of rows. */
@Injectable()
export class VoucherListFacts {
  constructor(
    private readonly vouchers: VoucherImportRepository,
    private readonly names: LoginNames,
    private readonly sites: SitesService,
    private readonly clock: DatabaseClock,
  ) {}

  async of(list: UploadedList, rows: readonly Record<string, string>[]): Promise<VoucherFacts> {
    const { siteId, format, settings } = list;
    const codes = rows.flatMap(({ code }) => code ?? []);
    const { timeZone } = await this.sites.get(siteId);
    const packages = new Map<string, NamedPackage>();
    for (const pack of await this.vouchers.packages(siteId)) {
      for (const name of [pack.name, pack.code]) packages.set(name.toLowerCase(), pack);
    }
    for (const [name, code] of Object.entries(settings.packages ?? {})) {
      const pack = packages.get(code.toLowerCase());
      if (pack) packages.set(name.toLowerCase(), pack);
    }
    return {
      ...{ format: format as VoucherList, now: await this.clock.sample(), timeZone, packages },
      fromRouter: settings.routerId !== undefined,
      codes: await this.vouchers.codes(siteId, codes),
      names: new Set(await this.names.ofMembers(siteId, codes)),
    };
  }
}
