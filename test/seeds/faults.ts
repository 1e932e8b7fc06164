import { uuidv7 } from '@app/core';
import { type BillingLife } from './billing-life';

/** What goes wrong, by name. Whatever happens, the next step has to find the books in order. */
export const faults: Readonly<Record<string, (life: BillingLife) => Promise<void>>> = {
  /** Two schedulers fire the same tick (F3). */
  twoRunsAtOnce: async (life) => {
    const counts = await Promise.all([life.run(), life.run(), life.run()]);
    life.figures.invoices += counts.reduce((sum, count) => sum + count, 0);
  },
  /** A rolling deploy in the middle of the run (F21). */
  runIsStopped: async (life) => {
    const abort = new AbortController();
    setTimeout(() => {
      abort.abort();
    }, life.chance.below(30));
    life.figures.invoices += await life.run(abort.signal);
  },
  /** The connection of a run is cut by the server (F2). */
  connectionIsCut: async (life) => {
    const running = life.run().catch(() => 0);
    await life.database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' and query like '%invoice%'`,
    );
    life.figures.invoices += await running;
  },
  /** The same payment is handed in several times at once (F7). */
  paymentComesFourTimes: async (life) => {
    const debtor = await life.debtor();
    if (!debtor) return;
    const paymentId = uuidv7();
    const asked = [1, 2, 3, 4].map(() => life.pay(debtor.customerId, debtor.due, paymentId));
    const taken = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled');
    if (taken.length !== 1) throw new Error(`one payment was taken ${taken.length} times`);
  },
  /** Payment and run meet on one account (F13). */
  paymentDuringTheRun: async (life) => {
    const debtor = await life.debtor();
    const [count] = await Promise.all([life.run(), debtor ? life.pay(debtor.customerId, debtor.due) : undefined]);
    life.figures.invoices += count;
  },
  /** A plan loses its only price: its subscribers are parked, everybody else is billed (F19). */
  planWithoutPrice: async (life) => {
    const plan = await life.database.queryOne<{ planId: string }>(
      'select plan_id as "planId" from plan_prices limit 1',
    );
    if (!plan) return;
    const away = `update plan_prices set valid_from = valid_from + $2::int where plan_id = $1`;
    await life.database.execute(away, [plan.planId, 100_000]);
    life.figures.invoices += await life.run();
    await life.database.execute(away, [plan.planId, -100_000]);
    await life.database.execute('update parked_subscriptions set unparked_at = now() where unparked_at is null');
    await life.database.execute('update subscriptions set parked = false where parked');
  },
};
