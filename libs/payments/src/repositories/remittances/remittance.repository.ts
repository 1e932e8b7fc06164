import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest } from '@app/platform';
import { CollectorScope } from '../collectors/collector-scope';

export const REMITTANCE_STATES = ['DECLARED', 'COUNTED', 'APPROVED', 'REJECTED'] as const;
export type RemittanceState = (typeof REMITTANCE_STATES)[number];

/** Cash that a collector hands over to a desk; amounts in booking units. */
export interface Remittance {
  id: string;
  collectorId: string;
  collectorCode: string;
  collectorName: string;
  collectorUserId: string;
  siteId: string;
  deskId: string;
  state: RemittanceState;
  currency: string;
  /** Sum of its payments. */
  covered: bigint;
  /** What earlier remittances lacked when it was declared. */
  shortage: bigint;
  declared: bigint;
  counted: bigint | null;
  /** Counted less covered. */
  difference: bigint | null;
  surplus: bigint;
  note: string;
  declaredAt: Date;
  declaredBy: string;
  declaredByName: string;
  countedAt: Date | null;
  countedBy: string | null;
  countedByName: string | null;
  decidedAt: Date | null;
  decidedByName: string | null;
  decisionNote: string;
  version: number;
}

export interface RemittancePart {
  paymentId: string;
  receiptNumber: string;
  customerName: string;
  amount: bigint;
  currency: string;
}

/** Who did it, when. */
export interface Hand {
  id: string;
  name: string;
  at: Date;
}

export interface RemittanceFilter extends ListRequest {
  collectorId?: string;
  state?: RemittanceState;
}

const SELECT = `select r.id, r.collector_id as "collectorId", c.code as "collectorCode", u.name as "collectorName",
    c.user_id as "collectorUserId", r.site_id as "siteId", r.desk_id as "deskId", r.state, r.currency,
    r.covered_amount as covered, r.shortage_amount as shortage, r.declared_amount as declared,
    r.counted_amount as counted, r.difference_amount as difference, r.surplus_amount as surplus, r.note,
    r.declared_at as "declaredAt", r.declared_by as "declaredBy", r.declared_by_name as "declaredByName",
    r.counted_at as "countedAt", r.counted_by as "countedBy", r.counted_by_name as "countedByName",
    r.decided_at as "decidedAt", r.decided_by_name as "decidedByName", r.decision_note as "decisionNote", r.version
  from remittances r join collectors c on c.id = r.collector_id join users u on u.id = c.user_id`;

const list = new KeysetList<'declaredAt'>({
  select: SELECT,
  id: 'r.id',
  sorts: { declaredAt: { sql: 'r.declared_at', type: 'timestamptz' } },
  defaultSort: '-declaredAt',
});

/** Remittances and the payments that they cover. */
@Injectable()
export class RemittanceRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: CollectorScope,
  ) {}

  async page(filter: RemittanceFilter): Promise<Page<Remittance>> {
    const conditions: Condition[] = [this.scope.collector('c')];
    if (filter.collectorId !== undefined) conditions.push(condition('r.collector_id = $?', filter.collectorId));
    if (filter.state !== undefined) conditions.push(condition('r.state = $?', filter.state));
    return list.page<Remittance>(this.database, filter, conditions);
  }

  async find(id: string): Promise<Remittance | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.collector('c').into(parameters);
    return this.database.queryOne<Remittance>(`${SELECT} where r.id = $1 and ${mine}`, parameters);
  }

  async parts(id: string): Promise<RemittancePart[]> {
    return this.database.query<RemittancePart>(
      `select rp.payment_id as "paymentId", p.number as "receiptNumber", k.name as "customerName", rp.amount, rp.currency
         from remittance_payments rp join payments p on p.id = rp.payment_id join customers k on k.id = p.customer_id
        where rp.remittance_id = $1 order by p.received_at, p.id`,
      [id],
    );
  }

  /** False when the collector has an undecided one. The collector's lock makes the payments unique before their key does. */
  async insert(
    row: Pick<
      Remittance,
      'id' | 'collectorId' | 'siteId' | 'deskId' | 'currency' | 'covered' | 'shortage' | 'declared' | 'note'
    >,
    by: Hand,
    parts: readonly { paymentId: string; net: bigint }[],
  ): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into remittances (id, collector_id, site_id, desk_id, currency, covered_amount, shortage_amount,
                                declared_amount, note, declared_at, declared_by, declared_by_name)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       on conflict (collector_id) where state in ('DECLARED', 'COUNTED') do nothing`,
      [
        ...[row.id, row.collectorId, row.siteId, row.deskId, row.currency, row.covered, row.shortage, row.declared],
        ...[row.note, by.at, by.id, by.name],
      ],
    );
    if (affected === 0) return false;
    await this.database.execute(
      `insert into remittance_payments (remittance_id, payment_id, amount, currency)
       select $1, p.id, p.net, $4 from unnest($2::uuid[], $3::bigint[]) as p (id, net)`,
      [row.id, parts.map((part) => part.paymentId), parts.map((part) => part.net), row.currency],
    );
    return true;
  }

  /** False when the version is stale or it is decided. */
  async count(id: string, version: number, counted: bigint, by: Hand): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update remittances set state = 'COUNTED', counted_amount = $3, difference_amount = $3 - covered_amount,
              counted_at = $4, counted_by = $5, counted_by_name = $6, version = version + 1
        where id = $1 and version = $2 and state in ('DECLARED', 'COUNTED')`,
      [id, version, counted, by.at, by.id, by.name],
    );
    return affected === 1;
  }

  /** Its payments are out of the collector's hand. False when the version is stale or it is not counted. */
  async approve(id: string, version: number, surplus: bigint, note: string, by: Hand): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update remittances set state = 'APPROVED', surplus_amount = $3, decision_note = $4, decided_at = $5,
              decided_by = $6, decided_by_name = $7, version = version + 1
        where id = $1 and version = $2 and state = 'COUNTED'`,
      [id, version, surplus, note, by.at, by.id, by.name],
    );
    if (affected === 0) return false;
    await this.database.execute(
      `update collector_payments cp set in_hand = false from remittance_payments rp
        where rp.remittance_id = $1 and rp.payment_id = cp.payment_id`,
      [id],
    );
    return true;
  }

  /** Its payments are free for another one. */
  async reject(id: string, version: number, note: string, by: Hand): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update remittances set state = 'REJECTED', decision_note = $3, decided_at = $4, decided_by = $5,
              decided_by_name = $6, version = version + 1
        where id = $1 and version = $2 and state in ('DECLARED', 'COUNTED')`,
      [id, version, note, by.at, by.id, by.name],
    );
    if (affected === 0) return false;
    await this.database.execute('update remittance_payments set released = true where remittance_id = $1', [id]);
    return true;
  }
}
