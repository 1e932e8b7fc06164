import { Injectable } from '@nestjs/common';
import { Alerts } from '@app/platform';
import { type GatewayAccount } from '../../domain/accounts/gateway-account';
import { type ComparedSum, type SettlementReport } from '../../domain/settlement-reports/settlement-report';
import { type BadRow } from '../../domain/settlement-reports/settlement-row';
import { SettlementRowRepository } from '../../repositories/settlement-reports/settlement-row.repository';

/** What people have to know of reports: raised once per report, ended when nothing in it is open any more. */
@Injectable()
export class SettlementAlerts {
  constructor(
    private readonly rows: SettlementRowRepository,
    private readonly alerts: Alerts,
  ) {}

  /** Lines that differ or that nobody understands; nothing for a report without any. */
  async differs(
    { id, fileName }: SettlementReport,
    { code, siteId }: GatewayAccount,
    bad: readonly BadRow[],
    sums: readonly ComparedSum[],
  ): Promise<void> {
    const differing = sums.filter(({ state }) => state !== 'MATCHED' && state !== 'DECIDED');
    if (differing.length === 0 && bad.length === 0) return;
    await this.alerts.raise({
      key: keyOf(id),
      severity: 'WARNING',
      subject: { type: 'settlement-report', id },
      title: {
        id: 'Laporan gateway berbeda dengan pembukuan',
        en: 'A report of a gateway differs from our books',
      },
      detail: {
        ...{ fileName, account: code, unreadable: bad.length },
        ...Object.fromEntries(differing.map(({ kind, state, count }) => [`${kind}.${state}`, count])),
      },
      siteId,
    });
  }

  async resolveSettled(reportIds: readonly string[]): Promise<void> {
    for (const id of await this.rows.settled(reportIds)) await this.alerts.resolve(keyOf(id));
  }
}

const keyOf = (reportId: string): string => `payments.settlement-differs:${reportId}`;
