import { uuidv7 } from '@app/core';
import { CreditNotes } from '../../libs/billing/src/services/documents/credit-notes.service';
import { InvoiceCorrections } from '../../libs/billing/src/services/documents/invoice-corrections.service';
import { AnchorChanges } from '../../libs/billing/src/services/subscriptions/anchor-changes.service';
import { Cancellations } from '../../libs/billing/src/services/subscriptions/cancellations.service';
import { Pauses } from '../../libs/billing/src/services/subscriptions/pauses.service';
import { PlanChanges } from '../../libs/billing/src/services/subscriptions/plan-changes.service';
import { Transfers } from '../../libs/billing/src/services/subscriptions/transfers.service';
import { type BillingLife } from './billing-life';

type Operation = (life: BillingLife) => Promise<string | undefined>;

async function someService(life: BillingLife, status: string): Promise<{ id: string; customerId: string } | undefined> {
  const rows = await life.database.query<{ id: string; customerId: string }>(
    `select id, customer_id as "customerId" from subscriptions where status = $1 and not parked order by id limit 200`,
    [status],
  );
  return rows.length === 0 ? undefined : life.chance.of(rows);
}

/** Does something with a service in a state; nothing when there is none. */
const withService =
  (status: string, act: (life: BillingLife, id: string) => Promise<unknown>): Operation =>
  async (life) => {
    const service = await someService(life, status);
    if (service) await act(life, service.id);
    return service?.id;
  };

const someOther = async (life: BillingLife): Promise<string> => {
  const plans = await life.database.query<{ id: string }>(`select id from plans where status = 'ACTIVE' order by code`);
  return life.chance.of(plans).id;
};

/** What people do, by name. */
export const operations: Readonly<Record<string, Operation>> = {
  paysExactly: async (life) => {
    const debtor = await life.debtor();
    if (debtor) await life.pay(debtor.customerId, debtor.due);
    return debtor?.customerId;
  },
  paysTooLittle: async (life) => {
    const debtor = await life.debtor();
    if (debtor && debtor.due > 2n) await life.pay(debtor.customerId, debtor.due / 2n);
    return debtor?.customerId;
  },
  paysTooMuch: async (life) => {
    const debtor = await life.debtor();
    if (debtor) await life.pay(debtor.customerId, debtor.due + BigInt(1 + life.chance.below(400_000)));
    return debtor?.customerId;
  },
  changesPlanNow: withService('ACTIVE', async (life, id) => {
    await life.world.get(PlanChanges).change(id, { planId: await someOther(life), when: 'NOW' });
  }),
  changesPlanLater: withService('ACTIVE', async (life, id) => {
    await life.world.get(PlanChanges).change(id, { planId: await someOther(life), when: 'PERIOD_END' });
  }),
  pauses: withService('ACTIVE', async (life, id) => {
    await life.world.get(Pauses).pause(id, { policy: life.chance.of(['CREDIT', 'EXTEND'] as const) });
  }),
  resumes: withService('PAUSED', async (life, id) => {
    await life.world.get(Pauses).resume(id);
  }),
  cancelsAtOnce: withService('ACTIVE', async (life, id) => {
    const policy = life.chance.of(['NONE', 'CREDIT'] as const);
    await life.world.get(Cancellations).cancel(id, { when: 'NOW', policy });
  }),
  cancelsAtTheEnd: withService('ACTIVE', async (life, id) => {
    await life.world.get(Cancellations).cancel(id, { when: 'PERIOD_END' });
  }),
  isPaidForBySomebody: withService('ACTIVE', async (life, id) => {
    const payer = await someService(life, 'ACTIVE');
    if (payer) await life.world.get(Transfers).transfer(id, payer.customerId);
  }),
  paysHimself: withService('ACTIVE', async (life, id) => {
    await life.world.get(Transfers).transfer(id, null);
  }),
  movesTheAnchor: withService('ACTIVE', async (life, id) => {
    await life.world.get(AnchorChanges).change(id, 1 + life.chance.below(31));
  }),
  getsACredit: async (life) => {
    const debtor = await life.debtor();
    if (!debtor) return undefined;
    const line = await life.database.queryOne<{ id: string; net: bigint; tax: bigint }>(
      'select id, net_amount as net, tax_amount as tax from invoice_lines where invoice_id = $1 order by line_no limit 1',
      [debtor.invoiceId],
    );
    if (!line) return undefined;
    const lines = [{ invoiceLineId: line.id, net: line.net / 3n, tax: line.tax / 3n }];
    await life.world
      .get(CreditNotes)
      .issue({ invoiceId: debtor.invoiceId, sourceKey: `life:${uuidv7()}`, reason: 'gangguan', lines });
    return debtor.invoiceId;
  },
  losesAnInvoice: async (life) => {
    const debtor = await life.debtor();
    if (debtor) await life.world.get(InvoiceCorrections).void(debtor.invoiceId, 'salah tagih');
    return debtor?.invoiceId;
  },
  isWrittenOff: async (life) => {
    const debtor = await life.debtor();
    if (debtor) await life.world.get(InvoiceCorrections).writeOff(debtor.invoiceId, 'pindah');
    return debtor?.invoiceId;
  },
};
