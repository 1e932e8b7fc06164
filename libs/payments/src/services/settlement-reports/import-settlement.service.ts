import { Injectable } from '@nestjs/common';
import { readTable } from '@app/billing';
import { CoreErrors, currencyOf, DomainError, uuidv7 } from '@app/core';
import { Database, Outbox } from '@app/platform';
import { MAX_CHECKS } from '../../domain/reconciliation/check-schedule';
import { columnsOf, missingColumn } from '../../domain/settlement-reports/report-columns';
import { readReport } from '../../domain/settlement-reports/read-report';
import { type SettlementReport } from '../../domain/settlement-reports/settlement-report';
import { type BadRow, type SettlementRow } from '../../domain/settlement-reports/settlement-row';
import { type GatewayAccount } from '../../domain/accounts/gateway-account';
import { MoneyTakenBack } from '../../events/money-taken-back.event';
import { SettlementErrors } from '../../payments-control.errors';
import { GatewayAccountRepository } from '../../repositories/accounts/gateway-account.repository';
import { SettlementReportRepository } from '../../repositories/settlement-reports/settlement-report.repository';
import { SettlementRowRepository } from '../../repositories/settlement-reports/settlement-row.repository';
import { GatewayPayouts } from './gateway-payouts.service';
import { SettlementAlerts } from './settlement-alerts';
import { SettlementLedger } from './settlement-ledger.service';

const CHUNK = 5_000;

/** Reads a report, compares it with our books and books what the gateway kept and paid out. */
@Injectable()
export class ImportSettlement {
  constructor(
    private readonly database: Database,
    private readonly reports: SettlementReportRepository,
    private readonly rows: SettlementRowRepository,
    private readonly accounts: GatewayAccountRepository,
    private readonly payouts: GatewayPayouts,
    private readonly ledger: SettlementLedger,
    private readonly outbox: Outbox,
    private readonly alerts: SettlementAlerts,
  ) {}

  /** One transaction: all of it or nothing; a second run finds nothing to do. A file that cannot be read fails for good. */
  async run(reportId: string): Promise<'COMPLETED' | 'FAILED' | 'NOTHING'> {
    try {
      return await this.database.transaction(() => this.import(reportId));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.reports.fail(reportId, error.code);
      return 'FAILED';
    }
  }

  /** Compares again what did not match: payments may have come meanwhile, and attempts been asked about. */
  async compareAgain(accountId: string): Promise<void> {
    await this.database.transaction(async () => this.compare(await this.account(accountId)));
  }

  /** {@link compareAgain} for every account with something open. @returns how many */
  async compareOpen(signal?: AbortSignal): Promise<number> {
    const ids = await this.rows.openAccounts();
    for (const id of ids) if (signal?.aborted !== true) await this.compareAgain(id);
    return ids.length;
  }

  private async import(reportId: string): Promise<'COMPLETED' | 'NOTHING'> {
    const report = await this.reports.takeFile(reportId);
    if (!report) return 'NOTHING';
    const account = await this.account(report.accountId);
    const { rows, bad } = await this.read(report, report.content, account);
    let added = 0;
    for (let at = 0; at < rows.length; at += CHUNK) {
      added += await this.rows.insert(report, account.currency, rows.slice(at, at + CHUNK));
    }
    await this.compare(account);
    await this.askOfReturns(reportId);
    await this.reports.complete(reportId, { rows: added, repeated: rows.length - added, bad });
    await this.alerts.differs(report, account, bad, await this.rows.sums(reportId));
    return 'COMPLETED';
  }

  private async read(
    { columns }: SettlementReport & { content: Buffer },
    content: Buffer,
    account: GatewayAccount,
  ): Promise<{ rows: SettlementRow[]; bad: BadRow[] }> {
    const table = await readTable(content, isWorkbook(content));
    const found = columnsOf(account.gateway, table.header, columns);
    const field = missingColumn(found);
    if (field !== null) throw SettlementErrors.COLUMN_MISSING({ field });
    return readReport(table.rows, found, currencyOf(account.currency).bookingScale);
  }

  private async compare(account: GatewayAccount): Promise<void> {
    const changed = await this.rows.compare(account);
    await this.rows.askAbout(account.id, MAX_CHECKS);
    await this.ledger.release(account, await this.rows.takeSuspense(account.id));
    await this.bookFees(account);
    await this.payouts.bookReported(account, await this.rows.newPayouts(account.id));
    await this.alerts.resolveSettled(changed);
  }

  /** Has the gateway asked how much went back; where it does not say, the line waits for a person. */
  private async askOfReturns(reportId: string): Promise<void> {
    const returns = await this.rows.unbookedReturns(reportId);
    const events = returns.map(({ rowId, attemptId }) => ({ key: `${attemptId}:${rowId}`, payload: { attemptId } }));
    await this.outbox.publishMany(MoneyTakenBack, events);
  }

  /** Fees of payments that are in our books, once each: Dr GATEWAY_FEE, Cr the gateway's clearing account. */
  private async bookFees(account: GatewayAccount): Promise<void> {
    const postingId = uuidv7();
    const { fee } = await this.rows.takeFees(account.id, postingId);
    if (fee === 0n) return;
    await this.ledger.fee(account, fee, postingId);
  }

  private async account(id: string): Promise<GatewayAccount> {
    const account = await this.accounts.find(id);
    if (!account) throw CoreErrors.NOT_FOUND({ what: 'gateway account', id });
    return account;
  }
}

const isWorkbook = (content: Buffer): boolean => content.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004';
