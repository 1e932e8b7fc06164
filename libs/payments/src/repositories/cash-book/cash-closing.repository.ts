import { Injectable } from '@nestjs/common';
import { isUuid, type LocalDate, type Page } from '@app/core';
import { type Condition, condition, Database, HOT, KeysetList, type ListRequest } from '@app/platform';
import { CollectorScope } from '../collectors/collector-scope';
import { type Hand } from '../remittances/remittance.repository';

export const CLOSING_STATES = ['OPEN', 'CLOSED', 'APPROVED'] as const;
export type ClosingState = (typeof CLOSING_STATES)[number];

/** What a cashier's drawer should hold, by where it came from; amounts in booking units. */
export interface ExpectedCash {
  opening: bigint;
  cash: bigint;
  transfer: bigint;
  other: bigint;
  payments: number;
  /** Of sales over the counter that are no payments: vouchers, less what was given back for them. */
  sales: bigint;
  remittances: bigint;
  income: bigint;
  expenses: bigint;
  reversals: bigint;
  commissions: bigint;
}

/** A cashier's shift, and its closing. */
export interface CashClosing {
  id: string;
  deskId: string;
  siteId: string | null;
  cashierId: string;
  cashierName: string;
  day: LocalDate;
  state: ClosingState;
  currency: string;
  opening: bigint;
  expectedAmount: bigint | null;
  expected: Readonly<Record<string, string | number>> | null;
  denominations: { value: string; count: number }[] | null;
  counted: bigint | null;
  difference: bigint | null;
  note: string;
  openedAt: Date;
  closedAt: Date | null;
  approvedAt: Date | null;
  approvedByName: string | null;
  prints: number;
  version: number;
}

export interface ClosingFilter extends ListRequest {
  deskId?: string;
  cashierId?: string;
  state?: ClosingState;
  day?: LocalDate;
}

const SELECT = `select s.id, s.desk_id as "deskId", s.site_id as "siteId", s.cashier_id as "cashierId",
    s.cashier_name as "cashierName", s.day, s.state, s.currency, s.opening_amount as opening,
    s.expected_amount as "expectedAmount", s.expected, s.denominations, s.counted_amount as counted,
    s.difference_amount as difference, s.note, s.opened_at as "openedAt", s.closed_at as "closedAt",
    s.approved_at as "approvedAt", s.approved_by_name as "approvedByName", s.prints, s.version from cash_closings s`;

const list = new KeysetList<'openedAt'>({
  select: SELECT,
  id: 's.id',
  sorts: { openedAt: { sql: 's.opened_at', type: 'timestamptz' } },
  defaultSort: '-openedAt',
});

/** Shifts of cashiers, with what they took. */
@Injectable()
export class CashClosingRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: CollectorScope,
  ) {}

  async page(filter: ClosingFilter): Promise<Page<CashClosing>> {
    const conditions: Condition[] = [this.scope.closing('s')];
    if (filter.deskId !== undefined) conditions.push(condition('s.desk_id = $?', filter.deskId));
    if (filter.cashierId !== undefined) conditions.push(condition('s.cashier_id = $?', filter.cashierId));
    if (filter.state !== undefined) conditions.push(condition('s.state = $?', filter.state));
    if (filter.day !== undefined) conditions.push(condition('s.day = $?::date', filter.day));
    return list.page<CashClosing>(this.database, filter, conditions);
  }

  async find(id: string): Promise<CashClosing | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.closing('s').into(parameters);
    return this.database.queryOne<CashClosing>(`${SELECT} where s.id = $1 and ${mine}`, parameters);
  }

  /** The shift that a user has open; closing it waits for whoever holds it. */
  async holdOpen(userId: string): Promise<CashClosing | undefined> {
    // why: the system takes money too, and has no shift
    if (!isUuid(userId)) return undefined;
    return this.database.queryOne<CashClosing>(
      `${SELECT} where s.cashier_id = $1 and s.state = 'OPEN' for share`,
      [userId],
      HOT,
    );
  }

  async openOf(userId: string): Promise<CashClosing | undefined> {
    return this.database.queryOne<CashClosing>(`${SELECT} where s.cashier_id::text = $1 and s.state = 'OPEN'`, [
      userId,
    ]);
  }

  async lock(id: string): Promise<void> {
    await this.database.query('select 1 from cash_closings where id = $1 for update', [id]);
  }

  /** False when the cashier has one open. */
  async insert(
    row: Pick<
      CashClosing,
      'id' | 'deskId' | 'siteId' | 'cashierId' | 'cashierName' | 'day' | 'currency' | 'opening' | 'openedAt'
    >,
  ): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into cash_closings (id, desk_id, site_id, cashier_id, cashier_name, day, currency, opening_amount, opened_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (cashier_id) where state = 'OPEN' do nothing`,
      [
        ...[row.id, row.deskId, row.siteId, row.cashierId, row.cashierName, row.day, row.currency],
        ...[row.opening, row.openedAt],
      ],
    );
    return affected === 1;
  }

  async addPayment(closingId: string, paymentId: string): Promise<void> {
    await this.database.execute('insert into cash_closing_payments (payment_id, closing_id) values ($1, $2)', [
      paymentId,
      closingId,
    ]);
  }

  async addSale(
    closingId: string,
    kind: 'SALE' | 'RETURN',
    { saleId, amount, currency }: { saleId: string; amount: bigint; currency: string },
  ): Promise<void> {
    await this.database.execute(
      'insert into cash_closing_sales (sale_id, kind, closing_id, sale_amount, currency) values ($1, $2, $3, $4, $5)',
      [saleId, kind, closingId, amount, currency],
    );
  }

  async addRemittance(closingId: string, remittanceId: string): Promise<void> {
    await this.database.execute('insert into cash_closing_remittances (remittance_id, closing_id) values ($1, $2)', [
      remittanceId,
      closingId,
    ]);
  }

  /** Of one shift, under its lock or as a preview of it. */
  async expected(id: string, until: Date): Promise<ExpectedCash> {
    const row = await this.database.queryOne<ExpectedCash>(
      `select s.opening_amount as opening, p.cash, p.transfer, p.other, p.payments, x.sales, r.remittances, e.income, e.expenses,
              v.reversals, m.commissions
         from cash_closings s join cash_desks d on d.id = s.desk_id
         cross join lateral (
           select coalesce(sum(p.amount + p.fee_amount) filter (where p.cash_account = d.account), 0)::bigint as cash,
                  coalesce(sum(p.amount + p.fee_amount) filter (where p.method = 'TRANSFER'), 0)::bigint as transfer,
                  coalesce(sum(p.amount + p.fee_amount)
                    filter (where p.method <> 'TRANSFER' and p.cash_account <> d.account), 0)::bigint as other,
                  count(*)::int as payments
             from cash_closing_payments x join payments p on p.id = x.payment_id where x.closing_id = s.id) p
         cross join lateral (
           select coalesce(sum(x.sale_amount), 0)::bigint as sales from cash_closing_sales x where x.closing_id = s.id) x
         cross join lateral (
           select coalesce(sum(r.counted_amount), 0)::bigint as remittances
             from cash_closing_remittances x join remittances r on r.id = x.remittance_id where x.closing_id = s.id) r
         cross join lateral (
           select coalesce(sum(e.amount) filter (where e.direction = 'IN'), 0)::bigint as income,
                  coalesce(sum(e.amount) filter (where e.direction = 'OUT'), 0)::bigint as expenses
             from cash_entries e where e.closing_id = s.id and e.state <> 'REJECTED') e
         cross join lateral (
           select coalesce(-sum(l.amount), 0)::bigint as reversals
             from payment_reversals v
             join ledger_transactions t on t.ref_type = 'PAYMENT_REVERSAL' and t.ref_id = v.id
             join ledger_entries l on l.txn_id = t.id and l.posted_on = t.posted_on and l.account = d.account
            where v.reversed_by = s.cashier_id::text and v.reversed_at >= s.opened_at and v.reversed_at <= $2) v
         cross join lateral (
           select coalesce(sum(m.amount), 0)::bigint as commissions from collector_commission_payouts m
            where m.desk_id = d.id and m.paid_by = s.cashier_id::text and m.paid_at >= s.opened_at and m.paid_at <= $2) m
        where s.id = $1`,
      [id, until],
    );
    if (!row) throw new Error('a shift is gone');
    return row;
  }

  /** False when the version is stale or it is not open. */
  async close(
    id: string,
    version: number,
    figures: {
      expected: bigint;
      parts: Readonly<Record<string, string | number>>;
      denominations: readonly { value: string; count: number }[];
      counted: bigint;
      note: string;
      at: Date;
    },
  ): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update cash_closings set state = 'CLOSED', expected_amount = $3, expected = $4, denominations = $5,
              counted_amount = $6::bigint, difference_amount = $6::bigint - $3::bigint, note = $7, closed_at = $8, version = version + 1
        where id = $1 and version = $2 and state = 'OPEN'`,
      [
        ...[id, version, figures.expected, JSON.stringify(figures.parts), JSON.stringify(figures.denominations)],
        ...[figures.counted, figures.note, figures.at],
      ],
    );
    return affected === 1;
  }

  /** False when the version is stale or it is not closed. */
  async approve(id: string, version: number, by: Hand): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update cash_closings set state = 'APPROVED', approved_at = $3, approved_by = $4, approved_by_name = $5,
              version = version + 1 where id = $1 and version = $2 and state = 'CLOSED'`,
      [id, version, by.at, by.id, by.name],
    );
    return affected === 1;
  }

  async pendingEntries(id: string): Promise<number> {
    const row = await this.database.queryOne<{ n: number }>(
      `select count(*)::int as n from cash_entries where closing_id = $1 and state = 'PENDING'`,
      [id],
    );
    return row?.n ?? 0;
  }

  /** Remittances that a cashier counted at a desk and nobody has decided about: their cash is in no shift yet. */
  async undecided(cashierId: string, deskId: string): Promise<number> {
    const row = await this.database.queryOne<{ n: number }>(
      `select count(*)::int as n from remittances where desk_id = $2 and counted_by = $1 and state = 'COUNTED'`,
      [cashierId, deskId],
    );
    return row?.n ?? 0;
  }

  /** Counts a copy. */
  async printed(id: string): Promise<void> {
    await this.database.execute('update cash_closings set prints = prints + 1 where id = $1', [id]);
  }
}
