import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';

/** Somebody who owes, as a collector finds him. */
export interface ArrearsStop {
  /** The customer's. */
  id: string;
  code: string;
  name: string;
  phone: string | null;
  address: string;
  areaId: string | null;
  areaName: string | null;
  routeNo: number | null;
  latitudeE6: number | null;
  longitudeE6: number | null;
  due: bigint;
  currency: string;
  oldestDueOn: LocalDate;
  openInvoices: number;
  promisedUntil: LocalDate | null;
  isolated: boolean;
}

/** What he owes it for. */
export interface ArrearsInvoice {
  id: string;
  customerId: string;
  number: string;
  dueOn: LocalDate;
  total: bigint;
  remaining: bigint;
  currency: string;
}

export interface ArrearsFilter extends ListRequest {
  areaId?: string;
  /** Only what is due on this day or before. */
  dueUntil?: LocalDate;
}

export interface StopPlace {
  customerId: string;
  latitudeE6: number | null;
  longitudeE6: number | null;
  routeNo: number | null;
}

const OPEN = `i.status = 'OPEN' and i.total_amount > i.paid_amount + i.credited_amount`;

const list = new KeysetList<'route' | 'amount' | 'age' | 'name'>({
  select: `select c.id, c.code, c.name, c.phone, c.address, c.area_id as "areaId", a.name as "areaName",
      st.route_no as "routeNo", st.latitude_e6 as "latitudeE6", st.longitude_e6 as "longitudeE6", d.due, d.currency,
      d.oldest as "oldestDueOn", d.invoices as "openInvoices", pr.promised_until as "promisedUntil",
      exists (select from access_intents x join subscriptions sb on sb.id = x.subscription_id
               where sb.customer_id = c.id and x.desired = 'ISOLATED') as isolated
    from customers c
    join lateral (
      select sum(i.total_amount - i.paid_amount - i.credited_amount)::bigint as due, min(i.due_on) as oldest,
             count(*)::int as invoices, min(i.currency) as currency
        from invoices i where i.customer_id = c.id and ${OPEN}) d on d.invoices > 0
    left join areas a on a.id = c.area_id
    left join collector_stops st on st.customer_id = c.id
    left join payment_promises pr on pr.customer_id = c.id and pr.state = 'OPEN'`,
  id: 'c.id',
  sorts: {
    route: {
      sql: `coalesce(a.name, '') || chr(1) || lpad(coalesce(st.route_no, 99999)::text, 5, '0') || chr(1) || c.name`,
      type: 'text',
    },
    amount: { sql: 'd.due', type: 'bigint' },
    age: { sql: 'd.oldest', type: 'date' },
    name: { sql: 'c.name', type: 'text' },
  },
  defaultSort: 'route',
});

/** Who owes, within the caller's scope and within the areas of one collector. */
@Injectable()
export class ArrearsRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Two statements with {@link invoicesOf}, however long the page is. */
  async page(userId: string, filter: ArrearsFilter): Promise<Page<ArrearsStop>> {
    const conditions: Condition[] = [this.scope.customerRow('c'), within(userId)];
    if (filter.areaId !== undefined) conditions.push(condition('c.area_id = $?::uuid', filter.areaId));
    if (filter.dueUntil !== undefined) conditions.push(condition('d.oldest <= $?::date', filter.dueUntil));
    return list.page<ArrearsStop>(this.database, filter, conditions);
  }

  /** Oldest first. */
  async invoicesOf(customerIds: readonly string[]): Promise<ArrearsInvoice[]> {
    const parameters: unknown[] = [customerIds];
    const mine = this.scope.customer('i.customer_id', 'i.site_id').into(parameters);
    return this.database.query<ArrearsInvoice>(
      `select i.id, i.customer_id as "customerId", i.number, i.due_on as "dueOn", i.total_amount as total,
              i.total_amount - i.paid_amount - i.credited_amount as remaining, i.currency
         from invoices i where i.customer_id = any ($1::uuid[]) and ${OPEN} and ${mine}
        order by i.customer_id, i.due_on, i.seq`,
      parameters,
    );
  }

  /** Is this customer one of the collector's? */
  async isOf(userId: string, customerId: string): Promise<boolean> {
    const parameters: unknown[] = [customerId];
    const mine = this.scope.customerRow('c').into(parameters);
    parameters.push(userId);
    const row = await this.database.queryOne(
      `select 1 as found from customers c where c.id = $1 and ${mine} and ${withinSql(`$${String(parameters.length)}`)}`,
      parameters,
    );
    return row !== undefined;
  }

  /** Notes where a customer is found; what is undefined stays. */
  async savePlace(place: Partial<StopPlace> & { customerId: string }, at: Date, by: string): Promise<StopPlace> {
    const { customerId, latitudeE6, longitudeE6, routeNo } = place;
    const row = await this.database.queryOne<StopPlace>(
      `insert into collector_stops as st (customer_id, latitude_e6, longitude_e6, route_no, updated_at, updated_by)
       values ($1, $2, $3, $4, $7, $8)
       on conflict (customer_id) do update set
         latitude_e6 = case when $5 then excluded.latitude_e6 else st.latitude_e6 end,
         longitude_e6 = case when $5 then excluded.longitude_e6 else st.longitude_e6 end,
         route_no = case when $6 then excluded.route_no else st.route_no end,
         updated_at = excluded.updated_at, updated_by = excluded.updated_by
       returning customer_id as "customerId", latitude_e6 as "latitudeE6", longitude_e6 as "longitudeE6", route_no as "routeNo"`,
      [
        ...[customerId, latitudeE6 ?? null, longitudeE6 ?? null, routeNo ?? null],
        ...[latitudeE6 !== undefined, routeNo !== undefined, at, by],
      ],
    );
    if (!row) throw new Error('a place was not saved');
    return row;
  }

  async place(customerId: string): Promise<StopPlace | undefined> {
    return this.database.queryOne(
      `select customer_id as "customerId", latitude_e6 as "latitudeE6", longitude_e6 as "longitudeE6",
              route_no as "routeNo" from collector_stops where customer_id = $1`,
      [customerId],
    );
  }

  /** Where he lives, and where he was met to pay. The caller has found the customer within the actor's scope. */
  async forget(customerId: string): Promise<void> {
    await this.database.execute('delete from collector_stops where customer_id = $1', [customerId]);
    await this.database.execute(
      `update collector_payments cp set latitude_e6 = null, longitude_e6 = null
         from payments p where p.id = cp.payment_id and p.customer_id = $1 and cp.latitude_e6 is not null`,
      [customerId],
    );
  }
}

/** Sites and, where he is limited to them, areas of the collector's user: his rows, whoever looks. */
const withinSql = (user: string): string => `exists (
  select from users w where w.id::text = ${user}
    and (w.all_sites or exists (select from user_sites ws where ws.user_id = w.id and ws.site_id = c.site_id))
    and (not w.area_limited or exists (select from user_areas wa where wa.user_id = w.id and wa.area_id = c.area_id)))`;

const within = (userId: string): Condition => ({ sql: withinSql('$?'), parameters: [userId] });
