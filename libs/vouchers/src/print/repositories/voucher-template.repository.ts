import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type VoucherTemplate } from '../domain/voucher-template';

export type NewVoucherTemplate = Omit<VoucherTemplate, 'status' | 'version' | 'createdAt'>;
export type VoucherTemplatePatch = Partial<Omit<NewVoucherTemplate, 'id' | 'siteId'>> & {
  status?: VoucherTemplate['status'];
};

export interface VoucherTemplateFilter extends ListRequest {
  siteId?: string;
  status?: VoucherTemplate['status'];
}

const COLUMNS = `t.id, t.site_id as "siteId", t.name, t.paper, t.per_page as "perPage", t.lines, t.login_host as "loginHost",
  t.phone, t.status, t.version, t.created_at as "createdAt"`;

const PATCHABLE = {
  ...{ name: 'name', paper: 'paper', perPage: 'per_page', lines: 'lines' },
  ...{ loginHost: 'login_host', phone: 'phone', status: 'status' },
} as const;

const list = new KeysetList<'name'>({
  select: `select ${COLUMNS} from voucher_templates t`,
  id: 't.id',
  sorts: { name: { sql: 't.name', type: 'text' } },
  defaultSort: 'name',
});

/** Templates of the actor's sites, and those that come with the product; only who sees a whole site changes its own. */
@Injectable()
export class VoucherTemplateRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async page(filter: VoucherTemplateFilter): Promise<Page<VoucherTemplate>> {
    const conditions: Condition[] = [this.scope.sharedOrGeneral('t.site_id')];
    if (filter.siteId !== undefined) conditions.push(condition('(t.site_id is null or t.site_id = $?)', filter.siteId));
    if (filter.status !== undefined) conditions.push(condition('t.status = $?', filter.status));
    return list.page<VoucherTemplate>(this.database, filter, conditions);
  }

  async find(id: string): Promise<VoucherTemplate | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.sharedOrGeneral('t.site_id').into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from voucher_templates t where t.id = $1 and ${mine}`, parameters);
  }

  /** @returns false when the site has a template of that name */
  async insert(template: NewVoucherTemplate): Promise<boolean> {
    const { id, siteId, name, paper, perPage, lines, loginHost, phone } = template;
    const rows = await this.database.query(
      `insert into voucher_templates (id, site_id, name, paper, per_page, lines, login_host, phone)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (site_id, name) do nothing returning id`,
      [id, siteId, name, paper, perPage, JSON.stringify(lines), loginHost, phone],
    );
    return rows.length === 1;
  }

  async isNameTaken(siteId: string, name: string, exceptId: string): Promise<boolean> {
    const parameters: unknown[] = [siteId, name, exceptId];
    const mine = this.scope.site('t.site_id').into(parameters);
    const sql = `select 1 as found from voucher_templates t where t.site_id = $1 and t.name = $2 and t.id <> $3 and ${mine}`;
    return (await this.database.queryOne(sql, parameters)) !== undefined;
  }

  /** @returns false for a stale version, and for one that is not the actor's to change */
  async update(id: string, version: number, patch: VoucherTemplatePatch): Promise<boolean> {
    const changes = Object.entries(PATCHABLE).flatMap(([field, column]): [string, unknown][] => {
      const value = patch[field as keyof typeof PATCHABLE];
      return value === undefined ? [] : [[column, field === 'lines' ? JSON.stringify(value) : value]];
    });
    const parameters: unknown[] = [id, version, ...changes.map(([, value]) => value)];
    const sets = changes.map(([column], n) => `${column} = $${n + 3}, `).join('');
    const mine = this.scope.site('t.site_id').into(parameters);
    const rows = await this.database.query(
      `update voucher_templates t set ${sets} version = version + 1, updated_at = now()
        where t.id = $1 and t.version = $2 and t.site_id is not null and ${mine} returning t.id`,
      parameters,
    );
    return rows.length === 1;
  }
}
