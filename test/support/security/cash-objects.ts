import { uuidv7 } from '@app/core';

type Row = Readonly<Record<string, unknown>>;

/** Puts a row into a table. */
export interface RowMaker {
  insert(table: string, row: Row): Promise<string>;
  insertWithoutId(table: string, row: Row): Promise<void>;
}

interface CashPlace {
  site: string;
  customer: string;
  roleId: string;
  /** Unique. */
  code: string;
  /** What every payment has. */
  payment: Row;
}

const FAR = '2099-01-01T00:00:00Z';
const AMOUNT = { amount: 1_000, currency: 'IDR' };

/** A collector with what he took and hands over, and a desk with its book. */
export async function cashObjects(maker: RowMaker, { site, customer, roleId, payment, ...place }: CashPlace) {
  const user = await maker.insert('users', { email: `${uuidv7()}@test.invalid`, name: 'Joko', role_id: roleId });
  await maker.insertWithoutId('user_sites', { user_id: user, site_id: site });
  const code = place.code.toUpperCase().slice(-16);
  const [cash_account, account] = [`CASH.COLLECTOR.${code}`, `CASH.OFFICE.${code}`];
  for (const one of [cash_account, account]) {
    await maker.insertWithoutId('ledger_accounts', { code: one, name: 'Test', kind: 'ASSET' });
  }
  const where = { site_id: site, currency: 'IDR' };
  const collector = await maker.insert('collectors', { ...where, user_id: user, code, cash_account });
  const cashDesk = await maker.insert('cash_desks', { site_id: site, account, name: code });
  const number = { series: `K${code}`, seq: 1, number: `K${code}` };
  const paid = { ...payment, cash_account, collector_id: collector };
  const collection = await maker.insert('payments', { site_id: site, customer_id: customer, ...number, ...paid });
  await maker.insertWithoutId('collector_payments', {
    ...{ payment_id: collection, collector_id: collector, client_id: uuidv7(), method: 'CASH', in_hand: true },
    ...{ ...AMOUNT, collected_at: FAR, recorded_at: FAR },
  });
  const by = { declared_at: FAR, declared_by: 'x', declared_by_name: 'x' };
  const sums = { covered_amount: 0, shortage_amount: 0, declared_amount: 1_000 };
  const handed = { ...where, collector_id: collector, desk_id: cashDesk, ...sums, ...by };
  const remittance = await maker.insert('remittances', handed);
  const entry = { desk_id: cashDesk, category: 'OFFICE', direction: 'OUT', state: 'PENDING', description: 'Kertas' };
  const wrote = { recorded_at: FAR, recorded_by: 'x', recorded_by_name: 'x', ...AMOUNT };
  const cashEntry = await maker.insert('cash_entries', { ...entry, ...wrote });
  const cashier = { cashier_id: user, cashier_name: 'Joko', day: '2026-01-01', opened_at: FAR };
  const cashClosing = await maker.insert('cash_closings', {
    ...{ ...where, desk_id: cashDesk, ...cashier, opening_amount: 0 },
  });
  return { collector, collection, remittance, cashDesk, cashEntry, cashClosing };
}
