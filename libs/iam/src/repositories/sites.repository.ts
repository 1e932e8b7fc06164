import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Page } from '@app/core';
import { condition, CurrentActor, Database, KeysetList, type ListRequest } from '@app/platform';
import { Site } from '../entities/site.entity';

const list = new KeysetList<'code' | 'name'>({
  select: `
    select s.id, s.code, s.name, s.time_zone as "timeZone", s.currency, s.version,
           s.created_at as "createdAt", s.updated_at as "updatedAt"
    from sites s`,
  id: 's.id',
  sorts: { code: { sql: 's.code', type: 'text' }, name: { sql: 's.name', type: 'text' } },
  defaultSort: 'code',
});

/** All SQL for sites. Every read is limited to the sites of the running actor. */
@Injectable()
export class SitesRepository {
  constructor(
    private readonly database: Database,
    private readonly actor: CurrentActor,
  ) {}

  async find(id: string): Promise<Site | undefined> {
    const scope = this.actor.siteIds();
    if (scope && !scope.includes(id)) return undefined;
    return (await this.database.repository(Site).findOneBy({ id })) ?? undefined;
  }

  async all(): Promise<Site[]> {
    const scope = this.actor.siteIds();
    return this.database.repository(Site).find({ where: scope ? { id: In([...scope]) } : {}, order: { code: 'asc' } });
  }

  async page(request: ListRequest): Promise<Page<Site>> {
    const scope = condition('($?::uuid[] is null or s.id = any ($?))', this.actor.siteIds(), this.actor.siteIds());
    return list.page<Site>(this.database, request, [scope]);
  }

  /** False when the code is taken. */
  async insert(site: Pick<Site, 'id' | 'code' | 'name' | 'timeZone' | 'currency'>): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into sites (id, code, name, time_zone, currency) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [site.id, site.code, site.name, site.timeZone, site.currency],
    );
    return affected === 1;
  }

  /** False when the version is stale. */
  async update(id: string, version: number, patch: Partial<Pick<Site, 'name' | 'timeZone'>>): Promise<boolean> {
    const { affected } = await this.database.repository(Site).update({ id, version }, patch);
    return affected === 1;
  }
}
