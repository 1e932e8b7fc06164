import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type Reseller, type ResellerStatus } from '../domain/place';

export interface ResellerFilter {
  siteId?: string;
  status?: ResellerStatus;
}

export type ResellerPatch = Partial<Pick<Reseller, 'name' | 'status'>>;

const COLUMNS = `b.id, b.site_id as "siteId", b.name, b.status, b.version, b.created_at as "createdAt",
  b.updated_at as "updatedAt"`;

const list = new KeysetList<'name' | 'createdAt'>({
  select: `select ${COLUMNS} from resellers b`,
  id: 'b.id',
  sorts: { name: { sql: 'b.name', type: 'text' }, createdAt: { sql: 'b.created_at', type: 'timestamptz' } },
  defaultSort: 'name',
});

/** All SQL for resellers, within the scope of the running actor. Only who sees a whole site changes its resellers. */
@Injectable()
export class ResellersRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(ids: readonly string[]): Promise<Reseller[]> {
    const parameters: unknown[] = [ids];
    const mine = this.scope.resellerRow('b').into(parameters);
    return this.database.query<Reseller>(
      `select ${COLUMNS} from resellers b where b.id = any ($1::uuid[]) and ${mine}`,
      parameters,
    );
  }

  async page(request: ListRequest, filter: ResellerFilter): Promise<Page<Reseller>> {
    const conditions: Condition[] = [this.scope.resellerRow('b')];
    if (filter.siteId !== undefined) conditions.push(condition('b.site_id = $?', filter.siteId));
    if (filter.status !== undefined) conditions.push(condition('b.status = $?', filter.status));
    return list.page<Reseller>(this.database, request, conditions);
  }

  /** False when the site has a reseller of that name. */
  async insert(reseller: Pick<Reseller, 'id' | 'siteId' | 'name'>): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into resellers (id, site_id, name) values ($1, $2, $3) on conflict (site_id, name) do nothing`,
      [reseller.id, reseller.siteId, reseller.name],
    );
    return affected === 1;
  }

  async isNameTaken(siteId: string, name: string, exceptId: string): Promise<boolean> {
    const sql = 'select 1 as found from resellers where site_id = $1 and name = $2 and id <> $3';
    return (await this.database.queryOne(sql, [siteId, name, exceptId])) !== undefined;
  }

  /** False when the version is stale or the reseller not the actor's to change. */
  async update(id: string, version: number, patch: ResellerPatch): Promise<boolean> {
    const parameters: unknown[] = [id, version, patch.name ?? null, patch.status ?? null];
    const mine = this.scope.site('b.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `update resellers b set name = coalesce($3, b.name), status = coalesce($4, b.status),
              version = version + 1, updated_at = now()
        where b.id = $1 and b.version = $2 and ${mine}`,
      parameters,
    );
    return affected === 1;
  }
}
