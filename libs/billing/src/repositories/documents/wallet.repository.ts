import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';
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
}

/** Balances of customers and how they came about. The caller holds the accounts' locks. */
@Injectable()
export class WalletRepository {
  constructor(private readonly database: Database) {}

  /** Those of the accounts that have something to pay with. */
  async filled(customerIds: readonly string[]): Promise<Map<string, Balances>> {
    const rows = await this.database.query<Balances>(
      `select customer_id as "customerId", credit_amount as credit, deposit_amount as deposit, auto_pay as "autoPay"
         from billing_accounts
        where customer_id = any ($1::uuid[]) and (credit_amount > 0 or (auto_pay and deposit_amount > 0))`,
      [plainArray(customerIds)],
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
              happened_at)
       select *, $10::timestamptz from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[],
         $7::text[], $8::text[], $9::uuid[])`,
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
