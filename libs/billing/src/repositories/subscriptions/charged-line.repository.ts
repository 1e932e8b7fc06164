import { Injectable } from '@nestjs/common';
import { localDate, type LocalDate } from '@app/core';
import { Database, HOT } from '@app/platform';
import { type BillingCycle, naturalPeriod } from '../../domain/billing-cycle';
import { baseOfStored } from '../../domain/charges/charge-line';
import { type ChargedSegment } from '../../domain/charges/charged-segment';
import { type CreditableInvoice } from '../../domain/documents/credit-note';

/** An invoice that carries days of a service. */
export interface ServiceInvoice extends CreditableInvoice {
  /** Whose it is: a service may have changed its payer since. */
  readonly customerId: string;
  readonly number: string;
}

/** What was invoiced for a service, as changes read it. */
export interface ServiceBooks {
  segments: ChargedSegment[];
  invoices: ServiceInvoice[];
}

interface Row {
  lineId: string;
  invoiceId: string;
  customerId: string;
  number: string;
  chargeCode: string;
  description: string;
  planId: string | null;
  productId: string | null;
  start: LocalDate;
  end: LocalDate;
  naturalDays: number | null;
  quantity: number;
  unitPrice: bigint;
  gross: bigint;
  discount: bigint;
  net: bigint;
  tax: bigint;
  taxCode: string;
  taxNum: number;
  taxDen: number;
  taxInclusive: boolean;
  total: bigint;
  paid: bigint;
  offset: bigint;
  invoiceCredited: bigint;
  credits: { start: string | null; end: string | null; net: string; tax: string }[] | null;
  extensions: { start: string; end: string }[] | null;
}

/** Reads back what a service was charged. */
@Injectable()
export class ChargedLineRepository {
  constructor(private readonly database: Database) {}

  /**
   * Every line that stands and covers days from `from` on, or from the day of a change that is still to be carried out,
   * with what was credited of it and the pauses that moved its end, in one statement.
   */
  async of(subscriptionId: string, from: LocalDate, cycle: BillingCycle): Promise<ServiceBooks> {
    const rows = await this.database.query<Row>(
      `select l.id as "lineId", l.invoice_id as "invoiceId", i.customer_id as "customerId", i.number,
              l.charge_code as "chargeCode", l.description, l.plan_id as "planId", l.product_id as "productId", l.period_start as start,
              l.period_end as end, l.natural_days as "naturalDays", l.quantity, l.unit_price_amount as "unitPrice",
              l.gross_amount as gross, l.discount_amount as discount, l.net_amount as net, l.tax_amount as tax,
              l.tax_code as "taxCode", l.tax_num as "taxNum", l.tax_den as "taxDen", l.tax_inclusive as "taxInclusive",
              i.total_amount as total, i.paid_amount as paid, i.credited_amount as "offset",
              (select coalesce(sum(c.total_amount), 0)::bigint from credit_notes c where c.invoice_id = i.id)
                as "invoiceCredited",
              (select jsonb_agg(jsonb_build_object('start', n.period_start, 'end', n.period_end,
                        'net', n.net_amount::text, 'tax', n.tax_amount::text) order by n.id)
                 from credit_note_lines n where n.invoice_line_id = l.id) as credits,
              e.extensions
         from invoice_lines l
         join invoices i on i.id = l.invoice_id
         left join lateral (
           select jsonb_agg(jsonb_build_object('start', p.paused_from, 'end', p.resumed_on) order by p.paused_from) as extensions
             from line_extensions x join subscription_pauses p on p.id = x.pause_id
            where x.invoice_line_id = l.id
         ) e on true
        where l.subscription_id = $1 and l.period_start is not null and not l.voided and i.status <> 'DRAFT'
          and (e.extensions is not null or l.period_end > least($2::date, (
                select min(effective_on) from scheduled_changes where subscription_id = $1 and state = 'PLANNED')))
        order by l.period_start, l.id`,
      [subscriptionId, from],
      HOT,
    );
    const invoices = new Map(rows.map((row) => [row.invoiceId, invoiceOf(row)]));
    return { segments: rows.map((row) => segmentOf(row, subscriptionId, cycle)), invoices: [...invoices.values()] };
  }

  /** Whose invoices carry days of the service. */
  async payers(subscriptionId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select distinct i.customer_id as id from invoice_lines l join invoices i on i.id = l.invoice_id
        where l.subscription_id = $1 and not l.voided`,
      [subscriptionId],
      HOT,
    );
    return rows.map((row) => row.id);
  }
}

function invoiceOf(row: Row): ServiceInvoice {
  const { invoiceId, customerId, number, total, paid, offset, invoiceCredited: credited } = row;
  return { invoiceId, customerId, number, total, paid, offset, credited };
}

function segmentOf(row: Row, subscriptionId: string, cycle: BillingCycle): ChargedSegment {
  const { lineId, invoiceId, chargeCode, description, start, end, net, tax, quantity, unitPrice, gross, discount } =
    row;
  const taxRule = {
    code: row.taxCode,
    num: BigInt(row.taxNum),
    den: BigInt(row.taxDen),
    inclusive: row.taxInclusive,
  };
  // why: lines of the first version say neither their natural period nor their gross; they had no discounts
  const naturalDays = row.naturalDays ?? naturalPeriod(cycle, start).naturalDays;
  const priced = { start, end, naturalDays, price: unitPrice * BigInt(quantity), taxRule };
  const credits = row.credits ?? [];
  const days = credits.flatMap((one) =>
    one.start === null || one.end === null
      ? []
      : [{ start: localDate(one.start), end: localDate(one.end), net: BigInt(one.net), tax: BigInt(one.tax) }],
  );
  const others = credits.filter((one) => one.start === null);
  return {
    ...{ lineId, invoiceId, subscriptionId, chargeCode, description, ...priced },
    planId: row.planId ?? undefined,
    productId: row.productId ?? undefined,
    base: row.naturalDays === null ? undefined : baseOfStored({ ...priced, gross, discount }),
    charged: { net, tax },
    credited: days,
    creditedOtherwise: {
      net: others.reduce((sum, one) => sum + BigInt(one.net), 0n),
      tax: others.reduce((sum, one) => sum + BigInt(one.tax), 0n),
    },
    extensions: row.extensions?.map((one) => ({ start: localDate(one.start), end: localDate(one.end) })),
  };
}
