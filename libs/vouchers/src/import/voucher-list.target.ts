import { Injectable } from '@nestjs/common';
import {
  CustomerImportRowRepository,
  type ImportRow,
  ListTarget,
  type LookedAtRow,
  type UploadedList,
} from '@app/billing';
import { uuidv7 } from '@app/core';
import { SecretBox } from '@app/platform';
import { HotspotProfileRepository } from '../repositories/hotspot-profile.repository';
import { LoginNames } from '../repositories/login-names.repository';
import { VoucherMarks } from '../services/voucher-marks.service';
import { VOUCHER_PASSWORD } from '../services/voucher-password';
import { VoucherAdoption } from './voucher-adoption.service';
import { LIST_PASSWORD } from './voucher-import-password';
import { VoucherImportRepository } from './voucher-import.repository';
import { VoucherListFacts } from './voucher-list-facts.service';
import { VOUCHER_FORMATS } from './voucher-lists';
import { checkVoucher, type OldVoucher } from './voucher-row';

interface Ready {
  row: ImportRow;
  old: OldVoucher;
}

/** Voucher lists of other systems: their vouchers go on living here, with their states, first logins and ends. */
@Injectable()
export class VoucherListTarget extends ListTarget {
  readonly formats = VOUCHER_FORMATS;

  constructor(
    private readonly rows: CustomerImportRowRepository,
    private readonly vouchers: VoucherImportRepository,
    private readonly facts: VoucherListFacts,
    private readonly profiles: HotspotProfileRepository,
    private readonly names: LoginNames,
    private readonly adoption: VoucherAdoption,
    private readonly marks: VoucherMarks,
    private readonly box: SecretBox,
  ) {
    super();
  }

  override async check(list: UploadedList, rows: readonly Record<string, string>[]): Promise<LookedAtRow[]> {
    const facts = await this.facts.of(list, rows);
    const seen = new Set<string>();
    return rows.map((raw) => {
      const { state, errors } = checkVoucher(raw, facts);
      const { code = '' } = raw;
      if (state === 'VALID' && seen.has(code)) {
        return { state: 'FAILED', errors: [{ column: 'code', code: 'CODE_TWICE' }] };
      }
      if (state === 'VALID') seen.add(code);
      return { state, errors };
    });
  }

  /** Passwords that are not the code itself lie sealed beside the rows. */
  override async keep({ id }: UploadedList, rows: readonly ImportRow[]): Promise<readonly ImportRow[]> {
    const own = rows.filter(({ data }) => hasOwnPassword(data));
    if (own.length > 0) {
      const sealed = own.map(({ rowNo, data: { password = '' } }) => {
        const place = uuidv7();
        return { id: place, rowNo, sealed: this.box.seal(password, LIST_PASSWORD.place(place)) };
      });
      await this.vouchers.keepPasswords(id, sealed);
    }
    return rows.map((row) => ({ ...row, data: withoutPassword(row.data) }));
  }

  override async carryOut(list: UploadedList, rows: readonly ImportRow[]): Promise<void> {
    const { id: importId, siteId } = list;
    await this.names.holdForVouchers(siteId);
    const ready = await this.sortOut(list, rows);
    if (ready.length === 0) return;
    const batches = await this.batchesOf(list, ready);
    const rowNos = ready.map(({ row }) => row.rowNo);
    const passwords = await this.vouchers.passwords(importId, rowNos);
    const made = ready.map(({ row, old }) => {
      const [id, kept] = [uuidv7(), passwords.get(row.rowNo)];
      const password = kept && this.box.open(kept.sealed, LIST_PASSWORD.place(kept.id));
      const passwordSealed = password === undefined ? null : this.box.seal(password, VOUCHER_PASSWORD.place(id));
      return { rowNo: row.rowNo, id, batchId: batches.get(old.pack.id) ?? '', siteId, old, passwordSealed };
    });
    await this.vouchers.insert(made);
    await this.vouchers.forgetPasswords(importId, rowNos);
    await this.rows.done(
      importId,
      made.map(({ rowNo, id, old: { code } }) => ({ rowNo, objectId: id, code })),
    );
  }

  /** Users of the same names that routers have already become ours; then the sync makes what is missing. */
  override async finish({ id, siteId, settings: { routerId } }: UploadedList): Promise<void> {
    const live = await this.vouchers.live(id);
    const routers = routerId === undefined ? await this.profiles.routersOf(siteId) : [routerId];
    if (live.size > 0) for (const router of routers) await this.adoption.adopt(router, live);
    for (const batch of await this.vouchers.batchesOf(id)) await this.marks.batch(batch);
  }

  /** Looks at everything again: vouchers and members may have come since the file was read. */
  private async sortOut(list: UploadedList, rows: readonly ImportRow[]): Promise<Ready[]> {
    const facts = await this.facts.of(
      list,
      rows.map(({ data }) => data),
    );
    const looked = rows.map((row) => ({ row, ...checkVoucher(row.data, facts) }));
    const refused = looked.filter(({ old }) => !old);
    await this.rows.fail(
      list.id,
      refused.map(({ row: { rowNo }, state, errors }) => ({ rowNo, state, errors })),
    );
    return looked.flatMap(({ row, old }) => (old ? [{ row, old }] : []));
  }

  private async batchesOf(list: UploadedList, ready: readonly Ready[]): Promise<Map<string, string>> {
    const packs = new Map(ready.map(({ old: { pack } }) => [pack.id, pack]));
    const batches = new Map<string, string>();
    for (const pack of [...packs.values()].sort((a, b) => a.id.localeCompare(b.id))) {
      const count = ready.filter(({ old }) => old.pack.id === pack.id).length;
      const { id: importId, siteId, fileName, requestedBy: createdByName } = list;
      const name = fileName.slice(0, 80);
      batches.set(
        pack.id,
        await this.vouchers.batch({ id: uuidv7(), siteId, importId, pack, name, count, createdByName }),
      );
    }
    return batches;
  }
}

const hasOwnPassword = ({ code, password = '' }: Record<string, string>): boolean =>
  password !== '' && password !== code;

const withoutPassword = (data: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(data).filter(([field]) => field !== 'password'));
