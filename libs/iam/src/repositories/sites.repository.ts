import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { Database, HOT, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { Site } from '../entities/site.entity';

const SELECT = `select s.id, s.code, s.name, s.time_zone as "timeZone", s.currency, s.version, s.created_at as "createdAt",
  s.updated_at as "updatedAt" from sites s`;

const list = new KeysetList<'code' | 'name'>({
  select: SELECT,
  id: 's.id',
  sorts: { code: { sql: 's.code', type: 'text' }, name: { sql: 's.name', type: 'text' } },
  defaultSort: 'code',
});

/** All SQL for sites. Every read is limited to the sites of the running actor. */
@Injectable()
export class SitesRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<Site | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.shared('s.id').into(parameters);
    return this.database.queryOne<Site>(`${SELECT} where s.id = $1 and ${mine}`, parameters, HOT);
  }

  async all(): Promise<Site[]> {
    const parameters: unknown[] = [];
    const mine = this.scope.shared('s.id').into(parameters);
    return this.database.query<Site>(`${SELECT} where ${mine} order by s.code`, parameters);
  }

  async page(request: ListRequest): Promise<Page<Site>> {
    return list.page<Site>(this.database, request, [this.scope.shared('s.id')]);
  }

  /** False when the code is taken. */
  async insert(site: Pick<Site, 'id' | 'code' | 'name' | 'timeZone' | 'currency'>): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into sites (id, code, name, time_zone, currency) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [site.id, site.code, site.name, site.timeZone, site.currency],
    );
    return affected === 1;
  }

  /** False when the version is stale, or the site not the actor's to change. */
  async update(id: string, version: number, patch: Partial<Pick<Site, 'name' | 'timeZone'>>): Promise<boolean> {
    const parameters: unknown[] = [id, version, patch.name ?? null, patch.timeZone ?? null];
    const mine = this.scope.site('s.id').into(parameters);
    const { affected } = await this.database.execute(
      `update sites s set name = coalesce($3, s.name), time_zone = coalesce($4, s.time_zone), version = s.version + 1,
              updated_at = now()
        where s.id = $1 and s.version = $2 and ${mine}`,
      parameters,
    );
    return affected === 1;
  }
}
