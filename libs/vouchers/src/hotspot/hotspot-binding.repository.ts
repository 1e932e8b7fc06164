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
import { type HotspotBinding } from './hotspot-binding';
import { explained } from './unique-violations';

export interface BindingFilter extends ListRequest {
  routerId?: string;
}

const COLUMNS = `b.id, b.site_id as "siteId", b.router_id as "routerId", b.mac_address as "macAddress", b.type, b.note,
  b.version, b.created_by as "createdBy", b.created_at as "createdAt", b.updated_at as "updatedAt"`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from hotspot_bindings b`,
  id: 'b.id',
  sorts: { createdAt: { sql: 'b.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** Bindings of devices: staff of a whole site sees and changes them, the worker reads those of a router. */
@Injectable()
export class HotspotBindingRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** @throws DomainError HOTSPOT_DEVICE_BOUND */
  async insert(binding: Omit<HotspotBinding, 'version' | 'createdAt' | 'updatedAt'>): Promise<void> {
    const { id, siteId, routerId, macAddress, type, note, createdBy } = binding;
    try {
      await this.database.execute(
        `insert into hotspot_bindings (id, site_id, router_id, mac_address, type, note, created_by)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, siteId, routerId, macAddress, type, note, createdBy],
      );
    } catch (error) {
      throw explained(error);
    }
  }

  /** @returns false for a stale version or a row out of scope */
  async setType(id: string, version: number, type: HotspotBinding['type']): Promise<boolean> {
    const parameters: unknown[] = [id, version, type];
    const rows = await this.database.query(
      `update hotspot_bindings b set type = $3, version = version + 1, updated_at = now()
        where b.id = $1 and b.version = $2 and ${this.mine().into(parameters)} returning b.id`,
      parameters,
    );
    return rows.length === 1;
  }

  async delete(id: string): Promise<void> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    await this.database.execute(`delete from hotspot_bindings b where b.id = $1 and ${mine}`, parameters);
  }

  async find(id: string): Promise<HotspotBinding | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from hotspot_bindings b where b.id = $1 and ${mine}`, parameters);
  }

  async page(filter: BindingFilter): Promise<Page<HotspotBinding>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.routerId !== undefined) conditions.push(condition('b.router_id = $?', filter.routerId));
    return list.page<HotspotBinding>(this.database, filter, conditions);
  }

  /** Of one router; for the worker. */
  async ofRouter(routerId: string): Promise<HotspotBinding[]> {
    return this.database.query(`select ${COLUMNS} from hotspot_bindings b where b.router_id = $1`, [routerId]);
  }

  private mine(): ScopeCondition {
    return this.scope.site('b.site_id');
  }
}
