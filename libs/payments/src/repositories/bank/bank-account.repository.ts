import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { CurrentActor, Database, KeysetList, type ListRequest, ScopeCondition, ScopeFilter } from '@app/platform';
import { type BankAccount } from '../../domain/bank/bank-account';

const COLUMNS = `b.id, b.site_id as "siteId", b.bank, b.account_number as "accountNumber", b.holder_name as "holderName",
  b.currency, b.cash_account as "cashAccount", b.qris_payload as "qrisPayload", b.code_max as "codeMax",
  b.code_limit as "codeLimit", b.grace_days as "graceDays", b.extra_to as "extraTo", b.status, b.version`;

const list = new KeysetList<'bank' | 'accountNumber'>({
  select: `select ${COLUMNS} from bank_accounts b`,
  id: 'b.id',
  sorts: { bank: { sql: 'b.bank', type: 'text' }, accountNumber: { sql: 'b.account_number', type: 'text' } },
  defaultSort: 'bank',
});

/** Bank accounts of the actor's sites, and those of every site. */
@Injectable()
export class BankAccountRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
    private readonly actor: CurrentActor,
  ) {}

  async page(request: ListRequest): Promise<Page<BankAccount>> {
    return list.page<BankAccount>(this.database, request, [this.mine()]);
  }

  async find(id: string): Promise<BankAccount | undefined> {
    return this.one(id, this.mine());
  }

  /** Also for who pays at one of the site's accounts and sees nothing else of the site. */
  async findForPayer(id: string): Promise<BankAccount | undefined> {
    return this.one(id, this.scope.sharedOrGeneral('b.site_id'));
  }

  /** The account that a gateway account stands for: by its id, its number or its QRIS. */
  async behind(settings: { id?: string; number?: string; qris?: string }): Promise<BankAccount | undefined> {
    const parameters: unknown[] = [settings.id ?? null, settings.number ?? null, settings.qris ?? null];
    const mine = this.scope.sharedOrGeneral('b.site_id').into(parameters);
    return this.database.queryOne<BankAccount>(
      `select ${COLUMNS} from bank_accounts b
        where ${mine} and (b.id = $1::uuid or b.qris_payload = $3
              or regexp_replace(b.account_number, '\\D', '', 'g') = regexp_replace($2, '\\D', '', 'g'))
        order by b.id = $1::uuid desc nulls last limit 1`,
      parameters,
    );
  }

  /** @returns false when the bank has this number already */
  async insert(account: Omit<BankAccount, 'version'>): Promise<boolean> {
    const rows = await this.database.query(
      `insert into bank_accounts (id, site_id, bank, account_number, holder_name, currency, cash_account, qris_payload,
              code_max, code_limit, grace_days, extra_to, status)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict on constraint uq_bank_accounts_account_number do nothing returning id`,
      [
        ...[account.id, account.siteId, account.bank, account.accountNumber, account.holderName, account.currency],
        ...[account.cashAccount, account.qrisPayload, account.codeMax, account.codeLimit, account.graceDays],
        ...[account.extraTo, account.status],
      ],
    );
    return rows.length === 1;
  }

  /** @returns false when its version is another one by now */
  async update(account: BankAccount): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update bank_accounts set holder_name = $3, cash_account = $4, qris_payload = $5, code_max = $6, code_limit = $7,
              grace_days = $8, extra_to = $9, status = $10, version = version + 1, updated_at = now()
        where id = $1 and version = $2`,
      [
        ...[account.id, account.version, account.holderName, account.cashAccount, account.qrisPayload],
        ...[account.codeMax, account.codeLimit, account.graceDays, account.extraTo, account.status],
      ],
    );
    return affected === 1;
  }

  private async one(id: string, condition: ScopeCondition): Promise<BankAccount | undefined> {
    const parameters: unknown[] = [id];
    const mine = condition.into(parameters);
    return this.database.queryOne<BankAccount>(
      `select ${COLUMNS} from bank_accounts b where b.id = $1 and ${mine}`,
      parameters,
    );
  }

  /** What belongs to a whole site, or to all of them, is nothing for who is limited further. */
  private mine(): ScopeCondition {
    const narrow = this.actor.isNarrowed() ? [ScopeCondition.NOTHING] : [];
    return ScopeCondition.all([this.scope.sharedOrGeneral('b.site_id'), ...narrow]);
  }
}
