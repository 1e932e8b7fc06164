import { Injectable } from '@nestjs/common';
import { type Page, uuidv7 } from '@app/core';
import { condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type ResellerMovement, type ResellerWallet, type WalletMove } from '../domain/wallet';

const COLUMNS = `w.reseller_id as "resellerId", w.site_id as "siteId", w.balance_amount as "balanceAmount",
  w.limit_amount as "limitAmount", w.commission_bps as "commissionBps", w.currency, w.version`;

const list = new KeysetList<'createdAt'>({
  select: `select m.id, m.kind, m.ref_id as "refId", m.amount, m.balance_amount as "balanceAmount", m.currency, m.note,
    m.created_by_name as "createdByName", m.created_at as "createdAt"
    from reseller_movements m join reseller_wallets w on w.reseller_id = m.reseller_id`,
  id: 'm.id',
  sorts: { createdAt: { sql: 'm.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** How far a balance may fall. */
export type WalletFloor = 'LIMIT' | 'ZERO' | 'NONE';

/** Wallets of resellers in the actor's scope: a reseller sees his own. */
@Injectable()
export class ResellerWalletRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** His wallet, made where he has none. The caller has seen that he is in scope. */
  async of(resellerId: string, currency: string): Promise<ResellerWallet | undefined> {
    const found = await this.find(resellerId);
    if (found) return found;
    const parameters: unknown[] = [resellerId, currency];
    const mine = this.scope.resellerRow('r').into(parameters);
    await this.database.execute(
      `insert into reseller_wallets (reseller_id, site_id, currency)
       select r.id, r.site_id, $2 from resellers r where r.id = $1 and ${mine} on conflict (reseller_id) do nothing`,
      parameters,
    );
    return this.find(resellerId);
  }

  async find(resellerId: string): Promise<ResellerWallet | undefined> {
    const parameters: unknown[] = [resellerId];
    const mine = this.scope.ofReseller('w.reseller_id', 'w.site_id').into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS} from reseller_wallets w where w.reseller_id = $1 and ${mine}`,
      parameters,
    );
  }

  /** @returns false for a stale version, or a limit below what he owes */
  async setTerms(resellerId: string, version: number, limitAmount: bigint, commissionBps: number): Promise<boolean> {
    const parameters: unknown[] = [resellerId, version, limitAmount, commissionBps];
    const mine = this.scope.site('w.site_id').into(parameters);
    const rows = await this.database.query(
      `update reseller_wallets w set limit_amount = $3, commission_bps = $4, version = version + 1, updated_at = now()
        where w.reseller_id = $1 and w.version = $2 and w.balance_amount >= -$3::bigint and ${mine} returning 1`,
      parameters,
    );
    return rows.length === 1;
  }

  /**
   * Changes the balance by all moves together and writes them down; the row stays locked until the transaction ends, so whoever
   * comes at the same time counts on what is left.
   *
   * @param floor what the balance may not fall below: minus his limit, nothing (what he has not paid in cannot be paid out), or
   * `NONE` for what has happened already, such as a chargeback (`beyond_amount` keeps the furthest that came of it)
   * @returns false when it would: nothing was changed
   */
  async move(
    resellerId: string,
    moves: readonly WalletMove[],
    at: Date,
    { byName, floor = 'LIMIT' }: { byName: string; floor?: WalletFloor },
  ): Promise<boolean> {
    const sum = moves.reduce((total, { amount }) => total + amount, 0n);
    const parameters: unknown[] = [resellerId, sum, floor];
    const mine = this.scope.ofReseller('w.reseller_id', 'w.site_id').into(parameters);
    const row = await this.database.queryOne<{ balance: bigint; currency: string }>(
      `update reseller_wallets w set balance_amount = balance_amount + $2, updated_at = now(),
              beyond_amount = greatest(w.beyond_amount, case $3 when 'NONE' then -w.balance_amount - $2 - w.limit_amount else 0 end)
        where w.reseller_id = $1 and ${mine}
          and ($2::bigint >= 0 or $3 = 'NONE' or w.balance_amount + $2 >= case $3 when 'ZERO' then 0 else -w.limit_amount end)
        returning w.balance_amount as balance, w.currency`,
      parameters,
    );
    if (!row) return false;
    let balance = row.balance - sum;
    const lines = moves.map((one) => ({ ...one, id: uuidv7(), balance: (balance += one.amount) }));
    await this.database.execute(
      `insert into reseller_movements (id, reseller_id, kind, ref_id, amount, balance_amount, currency, note, created_by_name,
         created_at)
       select n.id, $1, n.kind, n.ref_id, n.amount, n.balance, $8, n.note, $9, $10
         from unnest($2::uuid[], $3::text[], $4::uuid[], $5::bigint[], $6::bigint[], $7::text[])
           as n (id, kind, ref_id, amount, balance, note)`,
      [
        ...[resellerId, lines.map((one) => one.id), lines.map((one) => one.kind), lines.map((one) => one.refId)],
        ...[lines.map((one) => one.amount), lines.map((one) => one.balance), lines.map((one) => one.note)],
        ...[row.currency, byName, at],
      ],
    );
    return true;
  }

  /** What was moved for a fact. */
  async moved(kind: WalletMove['kind'], refId: string): Promise<bigint | undefined> {
    const parameters: unknown[] = [kind, refId];
    const mine = this.scope.ofReseller('w.reseller_id', 'w.site_id').into(parameters);
    const row = await this.database.queryOne<{ amount: bigint }>(
      `select m.amount from reseller_movements m join reseller_wallets w on w.reseller_id = m.reseller_id
        where m.kind = $1 and m.ref_id = $2 and ${mine}`,
      parameters,
    );
    return row?.amount;
  }

  async statement(request: ListRequest, resellerId: string): Promise<Page<ResellerMovement>> {
    const mine = this.scope.ofReseller('w.reseller_id', 'w.site_id');
    return list.page<ResellerMovement>(this.database, request, [mine, condition('m.reseller_id = $?', resellerId)]);
  }
}
