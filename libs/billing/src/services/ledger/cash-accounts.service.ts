import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { AuditLog } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { type CashAccount } from '../../domain/ledger-accounts';
import { type LedgerAccountRow, LedgerRepository } from '../../repositories/ledger.repository';

/** Accounts that money comes into: an office, a bank, a gateway. They are rows, so that an ISP may have more of them. */
@Injectable()
export class CashAccounts {
  /** Found once: an account is never taken away, and the ledger's foreign key has the last word. */
  private readonly known = new Set<CashAccount>();

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError BILLING_CASH_ACCOUNT_UNKNOWN */
  async mustExist(code: CashAccount): Promise<void> {
    if (this.known.has(code)) return;
    if (!(await this.ledger.hasAccount(code))) throw BillingErrors.CASH_ACCOUNT_UNKNOWN({ code });
    this.known.add(code);
  }

  /** @throws DomainError BILLING_ACCOUNT_TAKEN */
  @Transactional()
  async add(code: CashAccount, name: string): Promise<LedgerAccountRow> {
    const row: LedgerAccountRow = { code, name, kind: 'ASSET' };
    if (!(await this.ledger.insertAccount(row))) throw BillingErrors.ACCOUNT_TAKEN();
    // why: accounts have no id of their own
    const subject = { type: 'ledger-account', id: code };
    await this.audit.record({ action: 'ledger-account.added', subject, siteId: null, after: row });
    return row;
  }
}
