import { Injectable } from '@nestjs/common';
import { type Page, uuidv7 } from '@app/core';
import { type Condition, condition, Database, HOT, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { plainArray } from '../plain-array';

/** DEPOSIT: money of the customer. CREDIT: what we owe in services, never paid out. */
export type WalletName = 'DEPOSIT' | 'CREDIT';

/** What an account may pay an invoice with. */
export interface Balances {
  customerId: string;
  credit: bigint;
  deposit: bigint;
  autoPay: boolean;
}

/** One change of one wallet; unique by reference, wallet and kind. */
export interface WalletMovement {
  customerId: string;
  wallet: WalletName;
  /** `PAYMENT`, `INVOICE`, `CREDIT_NOTE`, `REFUND`, `REVERSAL`, `GOODWILL`, `DAILY` … */
  kind: string;
  /** Positive: comes in. */
  amount: bigint;
  /** Afterwards. */
  balance: bigint;
  currency: string;
  refType: string;
  refId: string;
  /** The invoice that a deposit comes back from. */
  invoiceId?: string;
  note?: string;
}

/** A movement as it was written. */
export interface WalletMovementView extends Omit<WalletMovement, 'invoiceId' | 'note'> {
  id: string;
  note: string;
  happenedAt: Date;
}

const list = new KeysetList<'happenedAt'>({
  select: `select m.id, m.customer_id as "customerId", m.wallet, m.kind, m.amount, m.balance_amount as balance, m.currency,
    m.ref_type as "refType", m.ref_id as "refId", m.note, m.happened_at as "happenedAt"
    from wallet_movements m join billing_accounts a on a.customer_id = m.customer_id`,
  id: 'm.id',
  sorts: { happenedAt: { sql: 'm.happened_at', type: 'timestamptz' } },
  defaultSort: '-happenedAt',
});

/** Balances of customers and how they came about. The caller holds the accounts' locks. */
@Injectable()
export class WalletRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Newest first. */
  async page(request: ListRequest, customerId: string, wallet?: WalletName): Promise<Page<WalletMovementView>> {
    const conditions: Condition[] = [
      this.scope.customer('m.customer_id', 'a.site_id'),
      condition('m.customer_id = $?', customerId),
    ];
    if (wallet !== undefined) conditions.push(condition('m.wallet = $?', wallet));
    return list.page(this.database, request, conditions);
  }

  /** Invoices that the deposit paid and has not got back, the last one first. */
  async depositSpent(customerId: string): Promise<{ invoiceId: string; amount: bigint }[]> {
    return this.database.query(
      `select invoice_id as "invoiceId", (-sum(amount))::bigint as amount
         from (select coalesce(invoice_id, ref_id) as invoice_id, amount, id from wallet_movements
                where customer_id = $1 and wallet = 'DEPOSIT' and kind in ('INVOICE', 'RETURN')) m
        group by invoice_id having sum(amount) < 0 order by max(id::text) desc`,
      [customerId],
    );
  }

  /** Those of the accounts that have something to pay with. */
  async filled(customerIds: readonly string[]): Promise<Map<string, Balances>> {
    const rows = await this.database.query<Balances>(
      `select customer_id as "customerId", credit_amount as credit, deposit_amount as deposit, auto_pay as "autoPay"
         from billing_accounts
        where customer_id = any ($1::uuid[]) and (credit_amount > 0 or (auto_pay and deposit_amount > 0))`,
      [plainArray(customerIds)],
      HOT,
    );
    return new Map(rows.map((row) => [row.customerId, row]));
  }

  /** Every balance of the accounts, by `<customer> <wallet>`. */
  async balances(customerIds: readonly string[]): Promise<Map<string, bigint>> {
    const rows = await this.database.query<{ customerId: string; credit: bigint; deposit: bigint }>(
      `select customer_id as "customerId", credit_amount as credit, deposit_amount as deposit from billing_accounts
        where customer_id = any ($1::uuid[])`,
      [plainArray(customerIds)],
    );
    return new Map(
      rows.flatMap(({ customerId, credit, deposit }) => [
        [`${customerId} CREDIT`, credit] as const,
        [`${customerId} DEPOSIT`, deposit] as const,
      ]),
    );
  }

  /** Appends movements and sets the balances that they lead to, in two statements. */
  async move(movements: readonly WalletMovement[], at: Date): Promise<void> {
    if (movements.length === 0) return;
    const column = <K extends keyof WalletMovement>(key: K): WalletMovement[K][] => movements.map((m) => m[key]);
    await this.database.execute(
      `insert into wallet_movements (id, customer_id, wallet, kind, amount, balance_amount, currency, ref_type, ref_id,
              invoice_id, note, happened_at)
       select *, $12::timestamptz from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[],
         $7::text[], $8::text[], $9::uuid[], $10::uuid[], $11::text[])`,
      [
        plainArray(movements.map(() => uuidv7())),
        plainArray(column('customerId')),
        plainArray(column('wallet')),
        plainArray(column('kind')),
        plainArray(column('amount')),
        plainArray(column('balance')),
        plainArray(column('currency')),
        plainArray(column('refType')),
        plainArray(column('refId')),
        plainArray(movements.map((m) => m.invoiceId ?? null)),
        movements.map((m) => m.note ?? ''),
        at,
      ],
    );
    await this.database.execute(
      `update billing_accounts a set credit_amount = a.credit_amount + m.credit, deposit_amount = a.deposit_amount + m.deposit,
              updated_at = now()
         from (select customer_id, coalesce(sum(amount) filter (where wallet = 'CREDIT'), 0)::bigint as credit,
                      coalesce(sum(amount) filter (where wallet = 'DEPOSIT'), 0)::bigint as deposit
                 from unnest($1::uuid[], $2::text[], $3::bigint[]) as x (customer_id, wallet, amount) group by 1) m
        where a.customer_id = m.customer_id`,
      [plainArray(column('customerId')), plainArray(column('wallet')), plainArray(column('amount'))],
    );
  }
}
