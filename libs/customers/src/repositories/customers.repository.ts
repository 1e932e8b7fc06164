import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, condition, Database, HOT, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type Customer, type CustomerStatus } from '../entities/customer.entity';

export interface CustomerFilter {
  /** Part of the name or the code; of the phone number only with `byPhone`. */
  q?: string;
  byPhone?: boolean;
  siteId?: string;
  areaId?: string;
  resellerId?: string;
  status?: CustomerStatus;
}

/** What documents print about a customer, and what decides about its local days. */
export interface CustomerSnapshot {
  id: string;
  code: string;
  name: string;
  address: string;
  phone: string | null;
  email: string | null;
  siteId: string;
  timeZone: string;
  /** Of its site. */
  currency: string;
}

export type CustomerRow = Pick<
  Customer,
  'id' | 'siteId' | 'areaId' | 'resellerId' | 'code' | 'name' | 'phone' | 'email' | 'address' | 'timeZone'
>;

export type CustomerPatch = Partial<
  Pick<Customer, 'name' | 'phone' | 'email' | 'address' | 'timeZone' | 'areaId' | 'resellerId' | 'status'>
>;

const COLUMNS = `c.id, c.site_id as "siteId", c.area_id as "areaId", c.reseller_id as "resellerId", c.code, c.name, c.phone, c.email, c.address, c.time_zone as "timeZone",
  c.status, c.anonymized_at as "anonymizedAt", c.version, c.created_at as "createdAt", c.updated_at as "updatedAt"`;

const list = new KeysetList<'createdAt' | 'name' | 'code'>({
  select: `select ${COLUMNS} from customers c`,
  id: 'c.id',
  sorts: {
    createdAt: { sql: 'c.created_at', type: 'timestamptz' },
    name: { sql: 'c.name', type: 'text' },
    code: { sql: 'c.code', type: 'text' },
  },
  defaultSort: '-createdAt',
});

/** All SQL for customers. Every statement is limited to the scope of the running actor. */
@Injectable()
export class CustomersRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<Customer | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.customerRow('c').into(parameters);
    return this.database.queryOne<Customer>(
      `select ${COLUMNS} from customers c where c.id = $1 and ${mine}`,
      parameters,
      HOT,
    );
  }

  async page(request: ListRequest, filter: CustomerFilter): Promise<Page<Customer>> {
    return list.page<Customer>(this.database, request, this.conditions(filter));
  }

  async snapshots(ids: readonly string[]): Promise<CustomerSnapshot[]> {
    const parameters: unknown[] = [ids];
    const mine = this.scope.customerRow('c').into(parameters);
    return this.database.query<CustomerSnapshot>(
      `select c.id, c.code, c.name, c.address, c.phone, c.email, c.site_id as "siteId", c.time_zone as "timeZone",
              s.currency
       from customers c join sites s on s.id = c.site_id
       where c.id = any ($1::uuid[]) and ${mine}`,
      parameters,
      HOT,
    );
  }

  /** How many of these the running actor sees. */
  async countVisible(ids: readonly string[]): Promise<number> {
    const parameters: unknown[] = [ids];
    const mine = this.scope.customerRow('c').into(parameters);
    const row = await this.database.queryOne<{ n: number }>(
      `select count(*)::int as n from customers c where c.id = any ($1::uuid[]) and ${mine}`,
      parameters,
    );
    return row?.n ?? 0;
  }

  /** Codes that no customer has, out of the sequence: `P000123`. Gaps are allowed. */
  async takeCodes(count: number): Promise<string[]> {
    const codes: string[] = [];
    while (codes.length < count) {
      const rows = await this.database.query<{ code: string }>(
        `select n.code
         from (select 'P' || lpad(v::text, greatest(6, length(v::text)), '0') as code
               from (select nextval('customer_code_seq') as v from generate_series(1, $1::int)) as taken) as n
         where not exists (select from customers c where c.code = n.code)`,
        [count - codes.length],
      );
      codes.push(...rows.map((row) => row.code));
    }
    return codes;
  }

  /** One statement for any number of rows. Returns the ids that were written; one whose code is taken is missing. */
  async insertMany(rows: readonly CustomerRow[]): Promise<string[]> {
    const written = await this.database.query<{ id: string }>(
      `insert into customers (id, site_id, code, name, phone, email, address, time_zone, area_id, reseller_id)
       select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                            $9::uuid[], $10::uuid[])
       on conflict (code) do nothing
       returning id`,
      [
        rows.map((row) => row.id),
        rows.map((row) => row.siteId),
        rows.map((row) => row.code),
        rows.map((row) => row.name),
        rows.map((row) => row.phone),
        rows.map((row) => row.email),
        rows.map((row) => row.address),
        rows.map((row) => row.timeZone),
        rows.map((row) => row.areaId),
        rows.map((row) => row.resellerId),
      ],
    );
    return written.map((row) => row.id);
  }

  /** Absent fields stay as they are. Undefined when the version is stale or the customer is out of scope. */
  async update(id: string, version: number, patch: CustomerPatch): Promise<Customer | undefined> {
    const parameters: unknown[] = [id, version, JSON.stringify(patch)];
    const mine = this.scope.customerRow('c').into(parameters);
    return this.database.queryOne<Customer>(
      `update customers c
       set name = coalesce(p.name, c.name), address = coalesce(p.address, c.address),
           time_zone = coalesce(p."timeZone", c.time_zone), status = coalesce(p.status, c.status),
           phone = case when $3::jsonb ? 'phone' then p.phone else c.phone end,
           email = case when $3::jsonb ? 'email' then p.email else c.email end,
           area_id = case when $3::jsonb ? 'areaId' then p."areaId" else c.area_id end,
           reseller_id = case when $3::jsonb ? 'resellerId' then p."resellerId" else c.reseller_id end,
           version = c.version + 1, updated_at = now()
       from jsonb_to_record($3::jsonb)
         as p (name text, phone text, email text, address text, "timeZone" text, "areaId" uuid, "resellerId" uuid,
               status text)
       where c.id = $1 and c.version = $2 and ${mine}
       returning ${COLUMNS}`,
      parameters,
    );
  }

  /** Undefined when the version is stale, the customer out of scope, not archived, or anonymised already. */
  async anonymize(id: string, version: number): Promise<Customer | undefined> {
    const parameters: unknown[] = [id, version];
    const mine = this.scope.customerRow('c').into(parameters);
    return this.database.queryOne<Customer>(
      `update customers c
       set name = 'Anonim ' || c.code, phone = null, email = null, address = '', anonymized_at = now(),
           version = c.version + 1, updated_at = now()
       where c.id = $1 and c.version = $2 and c.status = 'ARCHIVED' and c.anonymized_at is null and ${mine}
       returning ${COLUMNS}`,
      parameters,
    );
  }

  private conditions(filter: CustomerFilter): Condition[] {
    const conditions: Condition[] = [this.scope.customerRow('c')];
    if (filter.siteId !== undefined) conditions.push(condition('c.site_id = $?', filter.siteId));
    if (filter.areaId !== undefined) conditions.push(condition('c.area_id = $?', filter.areaId));
    if (filter.resellerId !== undefined) conditions.push(condition('c.reseller_id = $?', filter.resellerId));
    if (filter.status !== undefined) conditions.push(condition('c.status = $?', filter.status));
    if (filter.q !== undefined) conditions.push(search(filter.q, filter.byPhone === true));
    return conditions;
  }
}

function search(q: string, byPhone: boolean): Condition {
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  if (!byPhone) return condition('(c.name ilike $? or c.code ilike $?)', pattern, pattern);
  // why: numbers are kept as +62…, staff type 08…
  const digits = q.replace(/[\s.\-()]/g, '').replace(/^0/, '');
  const phone = /^\+?\d{3,}$/.test(digits) ? `%${digits}%` : pattern;
  return condition('(c.name ilike $? or c.code ilike $? or c.phone ilike $?)', pattern, pattern, phone);
}
