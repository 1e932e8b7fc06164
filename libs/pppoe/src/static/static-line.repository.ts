import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import {
  type Condition,
  condition,
  Database,
  KeysetList,
  type ListRequest,
  type ScopeCondition,
  ScopeFilter,
} from '@app/platform';
import { explained } from '../repositories/unique-violations';
import { type StaticLine } from './static-line';

export type NewStaticLine = Omit<StaticLine, 'version' | 'createdAt' | 'updatedAt'>;

/** What an edit may change; what is undefined stays. */
export type StaticLinePatch = Partial<
  Pick<StaticLine, 'routerId' | 'address' | 'macAddress' | 'dhcpServer' | 'parentQueue'>
>;

export interface StaticLineFilter extends ListRequest {
  routerId?: string;
  subscriptionId?: string;
  /** Beginning of the name. */
  q?: string;
}

const COLUMNS = `l.id, l.subscription_id as "subscriptionId", l.site_id as "siteId", l.router_id as "routerId", l.name,
  host(l.address) as address, l.mac_address as "macAddress", l.dhcp_server as "dhcpServer",
  l.parent_queue as "parentQueue", l.version, l.created_at as "createdAt", l.updated_at as "updatedAt"`;
const CUSTOMER = '(select s.customer_id from subscriptions s where s.id = l.subscription_id)';

const list = new KeysetList<'name' | 'createdAt'>({
  select: `select ${COLUMNS} from static_lines l`,
  id: 'l.id',
  sorts: { name: { sql: 'l.name', type: 'text' }, createdAt: { sql: 'l.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** Static lines as staff sees and edits them: of the caller's customers only. */
@Injectable()
export class StaticLineRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** @throws DomainError PPPOE_SUBSCRIPTION_HAS_LINE, …_LINE_NAME_TAKEN, …_ADDRESS_TAKEN, …_DEVICE_TAKEN */
  async insert(line: NewStaticLine): Promise<void> {
    const { id, subscriptionId, siteId, routerId, name, address, macAddress, dhcpServer, parentQueue } = line;
    await this.guarded(
      `insert into static_lines (id, subscription_id, site_id, router_id, name, address, mac_address, dhcp_server, parent_queue)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, subscriptionId, siteId, routerId, name, address, macAddress, dhcpServer, parentQueue],
    );
  }

  /** @returns false for a stale version; @throws as {@link insert} */
  async update(id: string, version: number, patch: StaticLinePatch): Promise<boolean> {
    const changes = Object.entries(EDITABLE).flatMap(([field, column]) => {
      const value = patch[field as keyof StaticLinePatch];
      return value === undefined ? [] : [{ column, value }];
    });
    const parameters: unknown[] = [id, version, ...changes.map(({ value }) => value)];
    const sets = changes.map(({ column }, n) => `${column} = $${n + 3}, `).join('');
    const rows = await this.guarded(
      `update static_lines l set ${sets} version = version + 1, updated_at = now()
        where l.id = $1 and l.version = $2 and ${this.mine().into(parameters)} returning l.id`,
      parameters,
    );
    return rows.length === 1;
  }

  async delete(id: string): Promise<void> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    await this.database.execute(`delete from static_lines l where l.id = $1 and ${mine}`, parameters);
  }

  /** Locked against other writers until the transaction ends, if that is wanted. */
  async find(id: string, { lock = false } = {}): Promise<StaticLine | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne<StaticLine>(
      `select ${COLUMNS} from static_lines l where l.id = $1 and ${mine} ${lock ? 'for update' : ''}`,
      parameters,
    );
  }

  async page(filter: StaticLineFilter): Promise<Page<StaticLine>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.routerId !== undefined) conditions.push(condition('l.router_id = $?', filter.routerId));
    if (filter.subscriptionId !== undefined) {
      conditions.push(condition('l.subscription_id = $?', filter.subscriptionId));
    }
    if (filter.q !== undefined) conditions.push(condition('starts_with(l.name, $?)', filter.q));
    return list.page<StaticLine>(this.database, filter, conditions);
  }

  /** What kind of service a subscription is about; undefined out of scope. */
  async serviceKind(subscriptionId: string): Promise<string | undefined> {
    const parameters: unknown[] = [subscriptionId];
    const mine = this.scope.customer('s.customer_id', 's.site_id').into(parameters);
    const row = await this.database.queryOne<{ kind: string }>(
      `select p.service_kind as kind from subscriptions s join plans p on p.id = s.plan_id where s.id = $1 and ${mine}`,
      parameters,
    );
    return row?.kind;
  }

  /** The lines of a customer, as rows for him to read. */
  async personalData(customerId: string): Promise<object[]> {
    const parameters: unknown[] = [customerId];
    const mine = this.mine().into(parameters);
    return this.database.query<object>(
      `select l.name, host(l.address) as address, l.mac_address as "macAddress", l.created_at as "createdAt"
         from static_lines l where ${CUSTOMER} = $1 and ${mine} order by l.id`,
      parameters,
    );
  }

  private mine(): ScopeCondition {
    return this.scope.customer(CUSTOMER, 'l.site_id');
  }

  private async guarded(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    try {
      return await this.database.query(sql, parameters);
    } catch (error) {
      throw explained(error);
    }
  }
}

const EDITABLE: Readonly<Record<keyof StaticLinePatch, string>> = {
  routerId: 'router_id',
  address: 'address',
  macAddress: 'mac_address',
  dhcpServer: 'dhcp_server',
  parentQueue: 'parent_queue',
};
