import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page, uuidv7 } from '@app/core';
import { AuditLog, BackgroundJobs, CurrentActor, DatabaseClock, type ListRequest } from '@app/platform';
import { type ReportColumns } from '../../domain/settlement-reports/report-columns';
import {
  type ComparedRow,
  type ComparedSum,
  type SettlementReport,
  type UnsettledPayment,
} from '../../domain/settlement-reports/settlement-report';
import { type SettlementState } from '../../domain/settlement-reports/settlement-row';
import { type GatewayAccount } from '../../domain/accounts/gateway-account';
import { SettlementErrors } from '../../payments-control.errors';
import { GatewayAccountRepository } from '../../repositories/accounts/gateway-account.repository';
import {
  type ReportFilter,
  SettlementReportRepository,
} from '../../repositories/settlement-reports/settlement-report.repository';
import { SettlementRowRepository } from '../../repositories/settlement-reports/settlement-row.repository';

/** The job that reads and compares a report. */
export const IMPORT_SETTLEMENT_JOB = { name: 'payments.import-settlement', queue: 'payments' } as const;

const DAY_MS = 86_400_000;

export interface UploadedReport {
  accountId: string;
  fileName: string;
  contentType: string;
  content: Buffer;
  columns: ReportColumns;
}

/** Reports of gateways as people upload and read them (payments.md 6.6). */
@Injectable()
export class SettlementReports {
  constructor(
    private readonly accounts: GatewayAccountRepository,
    private readonly reports: SettlementReportRepository,
    private readonly rows: SettlementRowRepository,
    private readonly jobs: BackgroundJobs,
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Keeps the file and starts the job. The same file is taken once per account; lines that an earlier report told of count
   * once however many reports repeat them.
   *
   * @throws DomainError CORE_NOT_FOUND (account), SETTLEMENTS_FILE_EMPTY, SETTLEMENTS_FILE_IMPORTED
   */
  @Transactional()
  async upload(file: UploadedReport): Promise<{ reportId: string; jobId: string }> {
    const { siteId } = await this.account(file.accountId);
    if (file.content.length === 0) throw SettlementErrors.FILE_EMPTY();
    const id = uuidv7();
    const sha256 = createHash('sha256').update(file.content).digest();
    const inserted = await this.reports.insert({ ...file, id, sha256, requestedBy: this.actor.get().name });
    if (!inserted) {
      const earlier = await this.reports.bySha256(file.accountId, sha256);
      throw SettlementErrors.FILE_IMPORTED({ id: earlier ?? '' });
    }
    const jobId = await this.jobs.start({ ...IMPORT_SETTLEMENT_JOB, data: { reportId: id } });
    await this.reports.setJob(id, jobId);
    const { accountId, fileName } = file;
    const after = { accountId, fileName, sha256: sha256.toString('hex'), jobId };
    const subject = { type: 'settlement-report', id };
    await this.audit.record({ action: 'settlement-report.uploaded', subject, siteId, after });
    return { reportId: id, jobId };
  }

  async list(filter: ReportFilter): Promise<Page<SettlementReport>> {
    return this.reports.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<SettlementReport & { sums: ComparedSum[] }> {
    const report = await this.reports.find(id);
    if (!report) throw CoreErrors.NOT_FOUND({ what: 'settlement report', id });
    return { ...report, sums: await this.rows.sums(id) };
  }

  /** @throws as {@link get} */
  async rowsOf(id: string, request: ListRequest, state?: SettlementState): Promise<Page<ComparedRow>> {
    if (!(await this.reports.find(id))) throw CoreErrors.NOT_FOUND({ what: 'settlement report', id });
    return this.rows.page(id, request, state);
  }

  /** Payments older than `days` that no report has named. */
  async notSettled(request: ListRequest, accountId: string | undefined, days: number): Promise<Page<UnsettledPayment>> {
    const now = await this.clock.sample();
    return this.rows.notSettled(request, accountId, new Date(now.getTime() - days * DAY_MS));
  }

  private async account(id: string): Promise<GatewayAccount> {
    const account = await this.accounts.find(id);
    if (!account) throw CoreErrors.NOT_FOUND({ what: 'gateway account', id });
    return account;
  }
}
