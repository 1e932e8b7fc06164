import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, condition, CurrentActor, Database, KeysetList, type ListRequest } from '@app/platform';
import { type PppoeAccount } from '../domain/pppoe-account';
import { explained } from './unique-violations';

export interface NewPppoeAccount {
  id: string;
  subscriptionId: string;
  siteId: string;
  routerId: string;
  username: string;
  passwordSealed: string;
  remoteAddress: string | null;
}

/** What an edit may change; what is undefined stays. */
export interface PppoeAccountPatch {
  routerId?: string;
  remoteAddress?: string | null;
}

export interface PppoeAccountFilter extends ListRequest {
  routerId?: string;
  subscriptionId?: string;
  /** Beginning of the username. */
  q?: string;
}

const COLUMNS = `a.id, a.subscription_id as "subscriptionId", a.site_id as "siteId", a.router_id as "routerId", a.username,
  host(a.remote_address) as "remoteAddress", a.version, a.created_at as "createdAt", a.updated_at as "updatedAt"`;
const IN_SCOPE = (n: number): string => `($${n}::uuid[] is null or a.site_id = any ($${n}))`;

const list = new KeysetList<'username' | 'createdAt'>({
  select: `select ${COLUMNS} from pppoe_accounts a`,
  id: 'a.id',
  sorts: {
    username: { sql: 'a.username', type: 'text' },
    createdAt: { sql: 'a.created_at', type: 'timestamptz' },
  },
  defaultSort: '-createdAt',
});

/** The accounts as staff sees and edits them: the caller's sites only. Writes lock the row until the transaction ends. */
@Injectable()
export class PppoeAccountRepository {
  constructor(
    private readonly database: Database,
    private readonly actor: CurrentActor,
  ) {}

  /** One statement for any number. @throws DomainError PPPOE_USERNAME_TAKEN, …_SUBSCRIPTION_HAS_ACCOUNT, …_ADDRESS_TAKEN */
  async insertMany(accounts: readonly NewPppoeAccount[]): Promise<void> {
    await this.guarded(
      `insert into pppoe_accounts (id, subscription_id, site_id, router_id, username, password_sealed, remote_address)
       select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::inet[])`,
      [
        accounts.map((account) => account.id),
        accounts.map((account) => account.subscriptionId),
        accounts.map((account) => account.siteId),
        accounts.map((account) => account.routerId),
        accounts.map((account) => account.username),
        accounts.map((account) => account.passwordSealed),
        accounts.map((account) => account.remoteAddress),
      ],
    );
  }

  /** @returns false for a stale version; @throws DomainError PPPOE_USERNAME_TAKEN, PPPOE_ADDRESS_TAKEN */
  async update(id: string, version: number, patch: PppoeAccountPatch): Promise<boolean> {
    const rows = await this.guarded(
      `update pppoe_accounts a set
         router_id = coalesce($3, router_id),
         remote_address = case when $4 then $5::inet else remote_address end,
         version = version + 1, updated_at = now()
       where a.id = $1 and a.version = $2 and ${IN_SCOPE(6)} returning id`,
      [
        id,
        version,
        patch.routerId ?? null,
        patch.remoteAddress !== undefined,
        patch.remoteAddress ?? null,
        this.actor.siteIds(),
      ],
    );
    return rows.length === 1;
  }

  async setPassword(id: string, passwordSealed: string): Promise<void> {
    await this.database.execute(
      `update pppoe_accounts set password_sealed = $2, version = version + 1, updated_at = now() where id = $1`,
      [id, passwordSealed],
    );
  }

  async delete(id: string): Promise<void> {
    await this.database.execute(`delete from pppoe_accounts where id = $1`, [id]);
  }

  async find(id: string): Promise<PppoeAccount | undefined> {
    return this.database.queryOne<PppoeAccount>(
      `select ${COLUMNS} from pppoe_accounts a where a.id = $1 and ${IN_SCOPE(2)}`,
      [id, this.actor.siteIds()],
    );
  }

  /** The same, locked against other writers. */
  async lock(id: string): Promise<PppoeAccount | undefined> {
    return this.database.queryOne<PppoeAccount>(
      `select ${COLUMNS} from pppoe_accounts a where a.id = $1 and ${IN_SCOPE(2)} for update`,
      [id, this.actor.siteIds()],
    );
  }

  async page(filter: PppoeAccountFilter): Promise<Page<PppoeAccount>> {
    const scope = this.actor.siteIds();
    const conditions: Condition[] = [condition('($?::uuid[] is null or a.site_id = any ($?))', scope, scope)];
    if (filter.routerId !== undefined) conditions.push(condition('a.router_id = $?', filter.routerId));
    if (filter.subscriptionId !== undefined) {
      conditions.push(condition('a.subscription_id = $?', filter.subscriptionId));
    }
    if (filter.q !== undefined) conditions.push(condition('a.username like $?', `${escapeLike(filter.q)}%`));
    return list.page<PppoeAccount>(this.database, filter, conditions);
  }

  /** Every username, of any site, that begins with one of these stems and a hyphen. */
  async usernamesOf(stems: readonly string[]): Promise<Set<string>> {
    if (stems.length === 0) return new Set();
    const rows = await this.database.query<{ username: string }>(
      `select a.username from unnest($1::text[]) as stem (pattern) join pppoe_accounts a on a.username like stem.pattern`,
      [stems.map((stem) => `${escapeLike(stem)}-%`)],
    );
    return new Set(rows.map((row) => row.username));
  }

  private async guarded(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    try {
      return await this.database.query(sql, parameters);
    } catch (error) {
      throw explained(error);
    }
  }
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
