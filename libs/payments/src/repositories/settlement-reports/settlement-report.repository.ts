import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { condition, type Condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type ReportColumns } from '../../domain/settlement-reports/report-columns';
import { type BadRow } from '../../domain/settlement-reports/settlement-row';
import { type SettlementReport } from '../../domain/settlement-reports/settlement-report';

export interface ReportFilter extends ListRequest {
  accountId?: string | undefined;
}

const COLUMNS = `r.id, r.account_id as "accountId", r.file_name as "fileName", r.content_type as "contentType", r.columns,
  r.state, r.row_count as "rowCount", r.repeated_count as "repeatedCount", r.bad_rows as "badRows", r.problem,
  r.job_id as "jobId", r.requested_by as "requestedBy", r.created_at as "createdAt", r.finished_at as "finishedAt"`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from settlement_reports r join gateway_accounts g on g.id = r.account_id`,
  id: 'r.id',
  sorts: { createdAt: { sql: 'r.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** Uploaded reports. People see those of their accounts; the worker sees the one that it was told of. */
@Injectable()
export class SettlementReportRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** False, with nothing written, when the account has this file already. */
  async insert(report: {
    id: string;
    accountId: string;
    fileName: string;
    contentType: string;
    content: Buffer;
    sha256: Buffer;
    columns: ReportColumns;
    requestedBy: string;
  }): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into settlement_reports (id, account_id, file_name, file_sha256, content, content_type, columns, requested_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (account_id, file_sha256) where state <> 'FAILED' do nothing`,
      [
        ...[report.id, report.accountId, report.fileName, report.sha256, report.content, report.contentType],
        ...[JSON.stringify(report.columns), report.requestedBy],
      ],
    );
    return affected === 1;
  }

  async setJob(id: string, jobId: string): Promise<void> {
    await this.database.execute('update settlement_reports set job_id = $2 where id = $1', [id, jobId]);
  }

  async bySha256(accountId: string, sha256: Buffer): Promise<string | undefined> {
    const row = await this.database.queryOne<{ id: string }>(
      `select id from settlement_reports where account_id = $1 and file_sha256 = $2 and state <> 'FAILED'`,
      [accountId, sha256],
    );
    return row?.id;
  }

  async find(id: string): Promise<SettlementReport | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('g.site_id').into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS} from settlement_reports r join gateway_accounts g on g.id = r.account_id
        where r.id = $1 and ${mine}`,
      parameters,
    );
  }

  async page(filter: ReportFilter): Promise<Page<SettlementReport>> {
    const conditions: Condition[] = [this.scope.site('g.site_id')];
    if (filter.accountId !== undefined) conditions.push(condition('r.account_id = $?', filter.accountId));
    return list.page(this.database, filter, conditions);
  }

  /** The file of a report that waits, locked until the transaction ends; undefined when somebody has read it. */
  async takeFile(id: string): Promise<(SettlementReport & { content: Buffer }) | undefined> {
    return this.database.queryOne(
      `select ${COLUMNS}, r.content from settlement_reports r where r.id = $1 and r.state = 'QUEUED' for update`,
      [id],
    );
  }

  /** It is in the books; its file is not needed any more. */
  async complete(id: string, counts: { rows: number; repeated: number; bad: readonly BadRow[] }): Promise<void> {
    await this.database.execute(
      `update settlement_reports set state = 'COMPLETED', content = null, row_count = $2, repeated_count = $3, bad_rows = $4,
              finished_at = now() where id = $1`,
      [id, counts.rows, counts.repeated, JSON.stringify(counts.bad.slice(0, 100))],
    );
  }

  async fail(id: string, problem: string): Promise<void> {
    await this.database.execute(
      `update settlement_reports set state = 'FAILED', content = null, problem = $2, finished_at = now()
        where id = $1 and state = 'QUEUED'`,
      [id, problem],
    );
  }
}
