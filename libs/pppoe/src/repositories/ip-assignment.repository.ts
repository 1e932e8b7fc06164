import { Injectable } from '@nestjs/common';
import { type Page, uuidv7 } from '@app/core';
import {
  type Condition,
  condition,
  CurrentActor,
  Database,
  KeysetList,
  type ListRequest,
  type ScopeCondition,
  ScopeFilter,
} from '@app/platform';
import { explained } from './unique-violations';

export const RELEASE_REASONS = ['CHANGED', 'ROUTER_CHANGED', 'ACCOUNT_DELETED', 'RELEASED'] as const;
export type ReleaseReason = (typeof RELEASE_REASONS)[number];

/** Somebody has, or had, a fixed address or prefix. */
export interface IpAssignment {
  id: string;
  siteId: string;
  routerId: string;
  poolId: string | null;
  subscriptionId: string;
  holder: 'PPPOE' | 'STATIC';
  address: string;
  assignedAt: Date;
  assignedBy: string;
  releasedAt: Date | null;
  releasedBy: string | null;
  releaseReason: ReleaseReason | null;
}

export type NewIpAssignment = Pick<IpAssignment, 'siteId' | 'routerId' | 'poolId' | 'subscriptionId' | 'address'> & {
  /** Default `PPPOE`. */
  holder?: IpAssignment['holder'];
};

export interface IpAssignmentFilter extends ListRequest {
  poolId?: string;
  routerId?: string;
  subscriptionId?: string;
  /** Who has or had this address, or a prefix that holds it. */
  address?: string;
  open?: boolean;
}

const list = new KeysetList<'assignedAt'>({
  select: `select i.id, i.site_id as "siteId", i.router_id as "routerId", i.pool_id as "poolId",
    i.subscription_id as "subscriptionId", i.holder,
    case when family(i.address) = 6 then i.address::text else host(i.address) end as address,
    i.assigned_at as "assignedAt", i.assigned_by as "assignedBy", i.released_at as "releasedAt",
    i.released_by as "releasedBy", i.release_reason as "releaseReason" from ip_assignments i`,
  id: 'i.id',
  sorts: { assignedAt: { sql: 'i.assigned_at', type: 'timestamptz' } },
  defaultSort: '-assignedAt',
});

/**
 * The history of fixed addresses. PostgreSQL itself refuses an address, or a prefix that overlaps another, to two holders at a
 * time: on one router, and out of one pool.
 */
@Injectable()
export class IpAssignmentRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
    private readonly actor: CurrentActor,
  ) {}

  /** One statement for any number. @throws DomainError PPPOE_ADDRESS_TAKEN */
  async insertMany(assignments: readonly NewIpAssignment[]): Promise<void> {
    if (assignments.length === 0) return;
    try {
      await this.database.execute(
        `insert into ip_assignments (id, site_id, router_id, pool_id, subscription_id, address, holder, assigned_by)
         select n.*, $8 from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::inet[], $7::text[]) as n`,
        [
          assignments.map(() => uuidv7()),
          assignments.map(({ siteId }) => siteId),
          assignments.map(({ routerId }) => routerId),
          assignments.map(({ poolId }) => poolId),
          assignments.map(({ subscriptionId }) => subscriptionId),
          assignments.map(({ address }) => address),
          assignments.map(({ holder = 'PPPOE' }) => holder),
          this.actor.get().name,
        ],
      );
    } catch (error) {
      throw explained(error);
    }
  }

  /** What a subscription holds of one family, or of both, goes back. @returns the addresses */
  async release(
    subscriptionId: string,
    reason: ReleaseReason,
    family?: 4 | 6,
    holder: IpAssignment['holder'] = 'PPPOE',
  ): Promise<string[]> {
    const rows = await this.database.query<{ address: string }>(
      `update ip_assignments set released_at = greatest(clock_timestamp(), assigned_at), released_by = $3, release_reason = $2
        where subscription_id = $1 and released_at is null and holder = $5 and ($4::int is null or family(address) = $4)
       returning address::text`,
      [subscriptionId, reason, this.actor.get().name, family ?? null, holder],
    );
    return rows.map(({ address }) => address);
  }

  async page(filter: IpAssignmentFilter): Promise<Page<IpAssignment>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.poolId !== undefined) conditions.push(condition('i.pool_id = $?', filter.poolId));
    if (filter.routerId !== undefined) conditions.push(condition('i.router_id = $?', filter.routerId));
    if (filter.subscriptionId !== undefined) {
      conditions.push(condition('i.subscription_id = $?', filter.subscriptionId));
    }
    if (filter.address !== undefined) conditions.push(condition('i.address >>= $?::inet', filter.address));
    if (filter.open !== undefined) conditions.push(condition('(i.released_at is null) = $?::boolean', filter.open));
    return list.page<IpAssignment>(this.database, filter, conditions);
  }

  private mine(): ScopeCondition {
    return this.scope.customer(
      '(select s.customer_id from subscriptions s where s.id = i.subscription_id)',
      'i.site_id',
    );
  }
}
