import { Injectable } from '@nestjs/common';
import { type Language, type Page } from '@app/core';
import { condition, Database, KeysetList, type ListRequest, type ScopeCondition, ScopeFilter } from '@app/platform';
import { type FileFormat, type VoucherFile } from '../domain/voucher-file';

export interface NewVoucherFile {
  id: string;
  batchId: string;
  kind: VoucherFile['kind'];
  format: FileFormat;
  templateId: string | null;
  templateVersion: number | null;
  language: Language;
  firstNumber: number;
  lastNumber: number;
  requestedBy: string;
  requestedByName: string;
  createdAt: Date;
  expiresAt: Date;
}

const COLUMNS = `f.id, f.batch_id as "batchId", f.kind, f.format, f.template_id as "templateId", f.language,
  f.first_number as "firstNumber", f.last_number as "lastNumber", f.requested_by_name as "requestedByName",
  f.created_at as "createdAt", f.finished_at as "finishedAt", f.expires_at as "expiresAt"`;

const FROM = `from voucher_files f join voucher_batches b on b.id = f.batch_id`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} ${FROM}`,
  id: 'f.id',
  sorts: { createdAt: { sql: 'f.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** Prints and exports of batches: every one leaves a row, a big one its file for a day. */
@Injectable()
export class VoucherFileRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async insert(file: NewVoucherFile): Promise<void> {
    await this.database.execute(
      `insert into voucher_files (id, batch_id, kind, format, template_id, template_version, language, first_number, last_number,
         requested_by, requested_by_name, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[file.id, file.batchId, file.kind, file.format, file.templateId, file.templateVersion, file.language],
        ...[file.firstNumber, file.lastNumber, file.requestedBy, file.requestedByName, file.createdAt, file.expiresAt],
      ],
    );
  }

  async page(request: ListRequest, batchId: string): Promise<Page<VoucherFile>> {
    return list.page<VoucherFile>(this.database, request, [this.mine(), condition('f.batch_id = $?', batchId)]);
  }

  async find(id: string): Promise<(VoucherFile & { fileSealed: string | null }) | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS}, f.file_sealed as "fileSealed" ${FROM} where f.id = $1 and ${mine}`,
      parameters,
    );
  }

  /** @param fileSealed null: it was handed out at once */
  async finish(id: string, fileSealed: string | null, at: Date): Promise<void> {
    await this.database.execute(
      `update voucher_files set file_sealed = $2, finished_at = $3 where id = $1 and finished_at is null`,
      [id, fileSealed, at],
    );
  }

  /** Takes the contents away whose time is over; that it was printed stays. @returns how many */
  async forget(now: Date): Promise<number> {
    const { affected } = await this.database.execute(
      `update voucher_files set file_sealed = null where file_sealed is not null and expires_at <= $1`,
      [now],
    );
    return affected;
  }

  /** How often vouchers of this batch were printed. */
  async prints(batchId: string): Promise<number> {
    const parameters: unknown[] = [batchId];
    const mine = this.mine().into(parameters);
    const row = await this.database.queryOne<{ count: number }>(
      `select count(*)::int as count ${FROM} where f.batch_id = $1 and f.kind = 'PRINT' and ${mine}`,
      parameters,
    );
    return row?.count ?? 0;
  }

  private mine(): ScopeCondition {
    return this.scope.ofReseller('b.reseller_id', 'b.site_id');
  }
}
