import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';

/** Something that a user may be narrowed down to, and the site that it belongs to. */
export interface ScopeTarget {
  id: string;
  siteId: string;
}

/** Reads of what users are narrowed down to, in tables of the customers lib, within the actor's scope; never written here. */
@Injectable()
export class ScopeTargetsRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async areas(ids: readonly string[]): Promise<ScopeTarget[]> {
    const parameters: unknown[] = [ids];
    const mine = this.scope.areaRow('a').into(parameters);
    const sql = `select a.id, a.site_id as "siteId" from areas a where a.id = any ($1::uuid[]) and ${mine}`;
    return this.database.query<ScopeTarget>(sql, parameters);
  }

  async reseller(id: string): Promise<ScopeTarget | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.resellerRow('b').into(parameters);
    const sql = `select b.id, b.site_id as "siteId" from resellers b where b.id = $1 and ${mine}`;
    return this.database.queryOne<ScopeTarget>(sql, parameters);
  }

  async customer(id: string): Promise<ScopeTarget | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.customerRow('c').into(parameters);
    const sql = `select c.id, c.site_id as "siteId" from customers c where c.id = $1 and ${mine}`;
    return this.database.queryOne<ScopeTarget>(sql, parameters);
  }
}
