import { Injectable } from '@nestjs/common';
import { type Page, uuidv7 } from '@app/core';
import { Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type DunningLevel, type DunningPatch } from '../../domain/dunning/dunning-policy';

/** A decided dunning policy; null stands for every site, or every plan. */
export interface DunningPolicyRow {
  id: string;
  siteId: string | null;
  planId: string | null;
  name: string;
  policy: DunningPatch;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const COLUMNS = `d.id, d.site_id as "siteId", d.plan_id as "planId", d.name, d.policy, d.version,
  d.created_at as "createdAt", d.updated_at as "updatedAt"`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from dunning_policies d`,
  id: 'd.id',
  sorts: { createdAt: { sql: 'd.created_at', type: 'timestamptz' } },
  defaultSort: 'createdAt',
});

/** Dunning policies per plan and site. */
@Injectable()
export class DunningPolicyRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Everything that was decided, and every site. */
  async levels(): Promise<{ siteIds: string[]; levels: DunningLevel[] }> {
    const row = await this.database.queryOne<{ siteIds: string[]; levels: DunningLevel[] }>(
      `select (select coalesce(array_agg(id), '{}') from sites) as "siteIds",
              (select coalesce(jsonb_agg(jsonb_build_object('siteId', site_id, 'planId', plan_id, 'policy', policy)), '[]')
                 from dunning_policies) as levels`,
    );
    return row ?? { siteIds: [], levels: [] };
  }

  async page(request: ListRequest): Promise<Page<DunningPolicyRow>> {
    return list.page(this.database, request, [this.scope.sharedOrGeneral('d.site_id')]);
  }

  async find(id: string): Promise<DunningPolicyRow | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.sharedOrGeneral('d.site_id').into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from dunning_policies d where d.id = $1 and ${mine}`, parameters);
  }

  /** Undefined when there is one for this plan and site already. */
  async insert(row: Omit<DunningPolicyRow, 'id' | 'version' | 'createdAt' | 'updatedAt'>): Promise<string | undefined> {
    const made = await this.database.queryOne<{ id: string }>(
      `insert into dunning_policies (id, site_id, plan_id, name, policy) values ($1, $2, $3, $4, $5)
       on conflict do nothing returning id`,
      [uuidv7(), row.siteId, row.planId, row.name, JSON.stringify(row.policy)],
    );
    return made?.id;
  }

  /** False when `version` is not the stored one. */
  async update(id: string, version: number, name: string, policy: DunningPatch): Promise<boolean> {
    const row = await this.database.queryOne(
      `update dunning_policies set name = $3, policy = $4, version = version + 1, updated_at = now()
        where id = $1 and version = $2 returning id`,
      [id, version, name, JSON.stringify(policy)],
    );
    return row !== undefined;
  }

  async remove(id: string): Promise<void> {
    await this.database.execute('delete from dunning_policies where id = $1', [id]);
  }

  /** Is the plan on offer at the site, and in the actor's scope? */
  async isPlanKnown(planId: string, siteId: string | null): Promise<boolean> {
    const parameters: unknown[] = [planId, siteId];
    const mine = this.scope.sharedOrGeneral('p.site_id').into(parameters);
    const row = await this.database.queryOne(
      `select from plans p where p.id = $1 and (p.site_id is null or $2::uuid is null or p.site_id = $2) and ${mine}`,
      parameters,
    );
    return row !== undefined;
  }
}
