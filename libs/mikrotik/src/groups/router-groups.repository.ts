import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type GroupMember, type GroupSettings, type RouterGroup } from './router-group';

export interface RouterGroupFilter {
  siteId?: string;
  /** The group of this router. */
  routerId?: string;
}

const MEMBERS = `coalesce((
  select jsonb_agg(jsonb_build_object('routerId', m.router_id, 'weight', m.weight, 'capacity', m.capacity,
                                      'priority', m.priority) order by m.priority, m.router_id)
    from router_group_members m where m.group_id = g.id), '[]') as members`;
const COLUMNS = `g.id, g.site_id as "siteId", g.name, g.failover_mode as "failoverMode",
  g.fail_back_mode as "failBackMode", g.failover_after_seconds as "failoverAfterSeconds",
  g.fail_back_after_seconds as "failBackAfterSeconds", g.substitutes, g.shared_addresses as "sharedAddresses",
  ${MEMBERS}, g.version, g.created_at as "createdAt", g.updated_at as "updatedAt"`;

const list = new KeysetList<'name' | 'createdAt'>({
  select: `select ${COLUMNS} from router_groups g`,
  id: 'g.id',
  sorts: { name: { sql: 'g.name', type: 'text' }, createdAt: { sql: 'g.created_at', type: 'timestamptz' } },
  defaultSort: 'name',
});

/** Groups and their members, within the scope of the running actor: groups belong to whole sites. */
@Injectable()
export class RouterGroupsRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<RouterGroup | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('g.site_id').into(parameters);
    return this.database.queryOne<RouterGroup>(
      `select ${COLUMNS} from router_groups g where g.id = $1 and ${mine}`,
      parameters,
    );
  }

  /** Until the transaction ends nobody else places on this group, changes it or fails it over. False when out of scope. */
  async lock(id: string): Promise<boolean> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('g.site_id').into(parameters);
    const sql = `select 1 from router_groups g where g.id = $1 and ${mine} for no key update`;
    return (await this.database.queryOne(sql, parameters)) !== undefined;
  }

  async page(request: ListRequest, { siteId, routerId }: RouterGroupFilter): Promise<Page<RouterGroup>> {
    const conditions: Condition[] = [this.scope.site('g.site_id')];
    if (siteId !== undefined) conditions.push(condition('g.site_id = $?', siteId));
    if (routerId !== undefined) {
      conditions.push(
        condition('g.id = (select m.group_id from router_group_members m where m.router_id = $?)', routerId),
      );
    }
    return list.page<RouterGroup>(this.database, request, conditions);
  }

  /** False when the site has a group of this name. */
  async insert(id: string, siteId: string, group: GroupSettings): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into router_groups (id, site_id, name, failover_mode, fail_back_mode, failover_after_seconds,
                                  fail_back_after_seconds, substitutes, shared_addresses)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (site_id, name) do nothing`,
      [id, siteId, ...valuesOf(group)],
    );
    return affected === 1;
  }

  async isNameTaken(siteId: string, name: string, exceptId: string): Promise<boolean> {
    const sql = 'select 1 from router_groups where site_id = $1 and name = $2 and id <> $3';
    return (await this.database.queryOne(sql, [siteId, name, exceptId])) !== undefined;
  }

  /** False when the version is stale or the group is out of scope. */
  async update(id: string, version: number, group: GroupSettings): Promise<boolean> {
    const parameters: unknown[] = [id, version, ...valuesOf(group)];
    const mine = this.scope.site('g.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `update router_groups g set
         name = $3, failover_mode = $4, fail_back_mode = $5, failover_after_seconds = $6, fail_back_after_seconds = $7,
         substitutes = $8, shared_addresses = $9, version = g.version + 1, updated_at = now()
       where g.id = $1 and g.version = $2 and ${mine}`,
      parameters,
    );
    return affected === 1;
  }

  /**
   * Makes these the members; who stays keeps what was seen of him.
   *
   * @returns how many of them are routers of the group's site that are in no other group
   */
  async setMembers(id: string, members: readonly GroupMember[]): Promise<number> {
    const ids = members.map(({ routerId }) => routerId);
    await this.database.execute(
      'delete from router_group_members where group_id = $1 and router_id <> all ($2::uuid[])',
      [id, ids],
    );
    const { affected } = await this.database.execute(
      `insert into router_group_members as m (router_id, group_id, weight, capacity, priority)
       select r.id, g.id, i.weight, i.capacity, i.priority
         from unnest($2::uuid[], $3::int[], $4::int[], $5::int[]) as i (router_id, weight, capacity, priority)
         join router_groups g on g.id = $1
         join routers r on r.id = i.router_id and r.site_id = g.site_id
        order by r.id
       on conflict (router_id) do update set
         weight = excluded.weight, capacity = excluded.capacity, priority = excluded.priority
        where m.group_id = excluded.group_id`,
      [
        id,
        ids,
        members.map(({ weight }) => weight),
        members.map(({ capacity }) => capacity),
        members.map(({ priority }) => priority),
      ],
    );
    return affected;
  }

  async delete(id: string): Promise<boolean> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('g.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `delete from router_groups g where g.id = $1 and ${mine}`,
      parameters,
    );
    return affected === 1;
  }
}

const valuesOf = (group: GroupSettings): unknown[] => [
  group.name,
  group.failoverMode,
  group.failBackMode,
  group.failoverAfterSeconds,
  group.failBackAfterSeconds,
  group.substitutes,
  group.sharedAddresses,
];
