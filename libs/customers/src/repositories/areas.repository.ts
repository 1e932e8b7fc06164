import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type Area } from '../domain/place';

const COLUMNS = `a.id, a.site_id as "siteId", a.name, a.version, a.created_at as "createdAt", a.updated_at as "updatedAt"`;

const list = new KeysetList<'name' | 'createdAt'>({
  select: `select ${COLUMNS} from areas a`,
  id: 'a.id',
  sorts: { name: { sql: 'a.name', type: 'text' }, createdAt: { sql: 'a.created_at', type: 'timestamptz' } },
  defaultSort: 'name',
});

/** All SQL for areas, within the scope of the running actor. Only who sees a whole site changes its areas. */
@Injectable()
export class AreasRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(ids: readonly string[]): Promise<Area[]> {
    const parameters: unknown[] = [ids];
    const mine = this.scope.areaRow('a').into(parameters);
    return this.database.query<Area>(
      `select ${COLUMNS} from areas a where a.id = any ($1::uuid[]) and ${mine}`,
      parameters,
    );
  }

  async page(request: ListRequest, filter: { siteId?: string }): Promise<Page<Area>> {
    const conditions: Condition[] = [this.scope.areaRow('a')];
    if (filter.siteId !== undefined) conditions.push(condition('a.site_id = $?', filter.siteId));
    return list.page<Area>(this.database, request, conditions);
  }

  /** False when the site has an area of that name. */
  async insert(area: Pick<Area, 'id' | 'siteId' | 'name'>): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into areas (id, site_id, name) values ($1, $2, $3) on conflict (site_id, name) do nothing`,
      [area.id, area.siteId, area.name],
    );
    return affected === 1;
  }

  async isNameTaken(siteId: string, name: string, exceptId: string): Promise<boolean> {
    const sql = 'select 1 as found from areas where site_id = $1 and name = $2 and id <> $3';
    return (await this.database.queryOne(sql, [siteId, name, exceptId])) !== undefined;
  }

  /** False when the version is stale or the area not the actor's to change. */
  async rename(id: string, version: number, name: string): Promise<boolean> {
    const parameters: unknown[] = [id, version, name];
    const mine = this.scope.site('a.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `update areas a set name = $3, version = version + 1, updated_at = now()
        where a.id = $1 and a.version = $2 and ${mine}`,
      parameters,
    );
    return affected === 1;
  }

  /** False when out of scope. Fails on the foreign keys of whoever refers to it. */
  async delete(id: string): Promise<boolean> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('a.site_id').into(parameters);
    const { affected } = await this.database.execute(`delete from areas a where a.id = $1 and ${mine}`, parameters);
    return affected === 1;
  }
}
