import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { Transactional } from '@nestjs-cls/transactional';
import { CashAccounts } from '@app/billing';
import { CoreErrors, given, type Page, uuidv7 } from '@app/core';
import { AccessErrors, SitesService } from '@app/iam';
import { AuditLog, CurrentActor, type ListRequest } from '@app/platform';
import { type BankAccount } from '../../domain/bank/bank-account';
import { readQris } from '../../domain/qris/qris';
import { BankAccountRepository } from '../../repositories/bank/bank-account.repository';
import { TransferErrors } from '../../transfers.errors';

/** Fields of a bank account that its owner sets; the bank and the number stay. */
export type BankAccountEdit = Partial<Omit<BankAccount, 'id' | 'siteId' | 'bank' | 'accountNumber' | 'currency'>> & {
  version: number;
};

/** Our bank accounts: which there are, and how their unique amounts are made. */
@Injectable()
export class BankAccounts {
  constructor(
    private readonly accounts: BankAccountRepository,
    private readonly cash: CashAccounts,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  async list(request: ListRequest): Promise<Page<BankAccount>> {
    return this.accounts.page(request);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<BankAccount> {
    const account = await this.accounts.find(id);
    if (!account) throw CoreErrors.NOT_FOUND({ what: 'bank account', id });
    return account;
  }

  /** Where a payer's transfer goes. @throws DomainError CORE_NOT_FOUND */
  async forPayer(id: string): Promise<BankAccount> {
    const account = await this.accounts.findForPayer(id);
    if (!account) throw CoreErrors.NOT_FOUND({ what: 'bank account', id });
    return account;
  }

  /** The account whose money a gateway account's settings speak of, if we know it. */
  async behind(settings: Readonly<Record<string, unknown>>): Promise<BankAccount | undefined> {
    const { bankAccountId: id, accountNumber: number, payload: qris } = settings;
    const named = {
      ...(typeof id === 'string' && isUUID(id) ? { id } : {}),
      ...(typeof number === 'string' && /\d/.test(number) ? { number } : {}),
      ...(typeof qris === 'string' && qris !== '' ? { qris: qris.trim() } : {}),
    };
    return Object.keys(named).length === 0 ? undefined : this.accounts.behind(named);
  }

  /**
   * @throws DomainError TRANSFERS_ACCOUNT_TAKEN, TRANSFERS_QRIS_INVALID, TRANSFERS_ACCOUNT_IS_GENERAL,
   * BILLING_CASH_ACCOUNT_UNKNOWN, CORE_NOT_FOUND (site)
   */
  @Transactional()
  async add(account: Omit<BankAccount, 'id' | 'version'>): Promise<BankAccount> {
    this.mustOwn(account.siteId);
    if (account.siteId !== null) await this.sites.get(account.siteId);
    await this.check(account);
    const id = uuidv7();
    if (!(await this.accounts.insert({ ...account, id }))) throw TransferErrors.ACCOUNT_TAKEN();
    await this.note('bank-account.added', { ...account, id });
    return this.get(id);
  }

  /** @throws DomainError as {@link add}, CORE_STALE_VERSION */
  @Transactional()
  async edit(id: string, edit: BankAccountEdit): Promise<BankAccount> {
    const before = await this.get(id);
    this.mustOwn(before.siteId);
    const after: BankAccount = { ...before, ...given(edit) };
    await this.check(after);
    if (!(await this.accounts.update(after))) throw CoreErrors.STALE_VERSION();
    await this.note('bank-account.changed', after, before);
    return this.get(id);
  }

  private async check({
    cashAccount,
    qrisPayload,
    codeMax,
    codeLimit,
  }: Omit<BankAccount, 'id' | 'version'>): Promise<void> {
    await this.cash.mustExist(cashAccount);
    if (codeLimit < codeMax) throw CoreErrors.RULE_BROKEN({}, [{ path: 'codeLimit', code: 'BELOW_CODE_MAX' }]);
    if (qrisPayload === null) return;
    const qris = readQris(qrisPayload);
    if (!qris.ok) throw TransferErrors.QRIS_INVALID({ reason: qris.error });
    if (qris.value.kind !== 'static') throw TransferErrors.QRIS_INVALID({ reason: 'NOT_STATIC' });
  }

  private mustOwn(siteId: string | null): void {
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    if (siteId === null && this.actor.siteIds() !== null) throw TransferErrors.ACCOUNT_IS_GENERAL();
  }

  private async note(
    action: string,
    after: Omit<BankAccount, 'version'>,
    before?: Omit<BankAccount, 'version'>,
  ): Promise<void> {
    const subject = { type: 'bank-account', id: after.id };
    await this.audit.record({ action, subject, siteId: after.siteId, ...(before ? { before } : {}), after });
  }
}
