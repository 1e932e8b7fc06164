import { Money, uuidv7 } from '@app/core';
import { Cache, ClockTravel } from '@app/platform';
import { type PolicyPatch } from '../domain/policies/billing-policies';
import { type ActionOptions, type ActionOutcome } from '../services/subscriptions/action-runner.service';
import { BillingPolicies } from '../services/catalogue/billing-policies.service';
import { BillingRunService } from '../services/billing-run.service';
import { SettlementService } from '../services/settlement.service';
import { SubscriptionsService } from '../services/subscriptions.service';
import { Activations } from '../services/subscriptions/activations.service';
import { type ProofOptions } from '../repositories/ledger-proof.repository';
import { BillingWorld } from './billing-world.fixture-spec';

/** An action, to be previewed or done. */
export type Act = (options: ActionOptions) => Promise<ActionOutcome>;

/** Documents of a customer, in the order in which they were made. */
export interface Paper {
  kind: 'INVOICE' | 'CREDIT';
  net: bigint;
  tax: bigint;
  total: bigint;
  /** Of an invoice: paid so far; of a credit note: what went to the credit balance. */
  settled: bigint;
  on: string;
}

/** A billing world whose time can be moved; days are days in Jakarta. */
export class ServiceWorld {
  private constructor(readonly billing: BillingWorld) {}

  static async create(env: Record<string, string> = {}): Promise<ServiceWorld> {
    return new ServiceWorld(await BillingWorld.create(env));
  }

  async close(): Promise<void> {
    await this.billing.close();
  }

  async reset(): Promise<void> {
    await this.billing.reset();
    await this.billing.database.execute('delete from billing_policies');
    this.get(Cache).invalidateFamily('billing-policies');
  }

  /** Decides for the whole ISP. */
  async policies(patch: PolicyPatch): Promise<void> {
    await this.get(BillingPolicies).put(null, 0, patch);
  }

  get<T>(type: new (...args: never[]) => T): T {
    return this.billing.app.get(type);
  }

  /** Ten in the morning of a day, or another hour. */
  async on(day: string, time = '10:00:00'): Promise<void> {
    await this.get(ClockTravel).travelTo(new Date(`${day}T${time}+07:00`));
  }

  /** The billing run of this moment, planned changes included. */
  async tick(): Promise<void> {
    await this.get(BillingRunService).run({ trigger: 'SCHEDULE', requestedBy: 'test' });
  }

  /** The next day shortly after midnight, with its run. */
  async midnight(day: string): Promise<void> {
    await this.on(day, '00:05:00');
    await this.tick();
  }

  /** A service that begins today, with its first invoice. */
  async start(
    planId: string,
    options: { customerId?: string; anchorDay?: number; startsOn?: string; tick?: boolean } = {},
  ): Promise<{ id: string; customerId: string }> {
    const customerId = options.customerId ?? (await this.billing.customer());
    const { id } = await this.get(SubscriptionsService).create({
      customerId,
      planId,
      anchorDay: options.anchorDay ?? 1,
    });
    await this.get(Activations).activate(id);
    if (options.tick !== false) await this.tick();
    return { id, customerId };
  }

  async pay(customerId: string, amount: bigint): Promise<void> {
    await this.get(SettlementService).settle({
      ...{ paymentId: uuidv7(), customerId, amount: Money.of(amount, 'IDR'), method: 'CASH', receivedAt: new Date() },
    });
  }

  /** Pays whatever is open. */
  async payAll(customerId: string): Promise<void> {
    const row = await this.billing.database.queryOne<{ due: bigint }>(
      `select coalesce(sum(total_amount - paid_amount - credited_amount), 0)::bigint as due from invoices
        where customer_id = $1 and status = 'OPEN'`,
      [customerId],
    );
    if (row && row.due > 0n) await this.pay(customerId, row.due);
  }

  async papers(customerId: string): Promise<Paper[]> {
    return this.billing.database.query(
      `select kind, net, tax, total, settled, "on" from (
         select 'INVOICE' as kind, net_amount as net, tax_amount as tax, total_amount as total, paid_amount as settled,
                issued_on as "on", id from invoices where customer_id = $1 and status <> 'VOID'
         union all
         select 'CREDIT', net_amount, tax_amount, total_amount, wallet_amount, issued_on, id from credit_notes
          where customer_id = $1) d order by id`,
      [customerId],
    );
  }

  /** `INVOICE 75000+8250`, one text per document. */
  async sums(customerId: string): Promise<string[]> {
    return (await this.papers(customerId)).map(({ kind, net, tax }) => `${kind} ${net}+${tax}`);
  }

  async wallets(customerId: string): Promise<{ credit: bigint; deposit: bigint }> {
    return (await this.billing.database.queryOne(
      'select credit_amount as credit, deposit_amount as deposit from billing_accounts where customer_id = $1',
      [customerId],
    ))!;
  }

  async subscription(id: string) {
    return this.get(SubscriptionsService).get(id);
  }

  /** Previews an action and confirms it: what was shown is what happens. */
  async confirmed(act: Act): Promise<ActionOutcome> {
    const count = (): Promise<unknown> =>
      this.billing.database.query(
        `select (select count(*) from invoices) as i, (select count(*) from credit_notes) as c, (select count(*) from charges) as k,
                (select count(*) from outbox_events) as o, (select count(*) from subscription_events) as e,
                (select sum(version) from subscriptions) as v`,
      );
    const before = await count();
    const preview = await act({ preview: true });
    expect(await count()).toEqual(before);
    const done = await act({});
    expect(essence(done)).toEqual(essence(preview));
    const { documents } = preview.decision;
    expect(done.written?.creditNotes.map((note) => [note.totalAmount, note.offsetAmount, note.walletAmount])).toEqual(
      documents.creditNotes.map((note) => [note.total, note.offset, note.wallet]),
    );
    expect(done.written?.invoice?.settled).toEqual(documents.settled);
    return done;
  }

  async mustHold(options: ProofOptions = {}): Promise<void> {
    await this.billing.mustHold(options);
  }
}

/** What an action decided, without the ids that are made anew each time: equal for a preview and the real thing. */
export function essence({ decision, subscription, service, next }: ActionOutcome): object {
  const { documents, event, effectiveOn, plans, detail } = decision;
  const fields = { ...subscription, version: undefined, updatedAt: undefined };
  const strip = (code: string): string => code.replaceAll(decision.changeId, '#');
  return {
    ...{ event, effectiveOn, detail: { ...detail, scheduledChangeId: undefined } },
    fields,
    today: service.today,
    plans: plans.map(({ action, effectiveOn: on, effectiveAt, payload }) => ({ action, on, effectiveAt, payload })),
    notes: documents.creditNotes,
    bill: documents.bill && {
      ...{ net: documents.bill.net, tax: documents.bill.tax, dueOn: documents.bill.dueOn },
      isolirAt: documents.bill.isolirAt,
      lines: documents.bill.lines.map((line) => ({ ...line, chargeCode: strip(line.chargeCode) })),
    },
    settled: documents.settled,
    next: next && {
      at: next.billAt,
      due: next.bill.dueOn,
      sum: [next.bill.net, next.bill.tax],
      lines: next.bill.lines.length,
    },
    pending: documents.pending.map((line) => ({ ...line, chargeCode: strip(line.chargeCode) })),
    ...{ wallet: documents.wallet, refund: documents.refund },
  };
}
