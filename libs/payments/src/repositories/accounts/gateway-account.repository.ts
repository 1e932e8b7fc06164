import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import {
  condition,
  type Condition,
  Database,
  defineSealedColumn,
  KeysetList,
  type ListRequest,
  ScopeFilter,
} from '@app/platform';
import { type AccountStatus, type GatewayAccount } from '../../domain/accounts/gateway-account';

export const SECRETS = defineSealedColumn({ table: 'gateway_accounts', column: 'secrets_sealed' });
export const PREVIOUS_SECRETS = defineSealedColumn({ table: 'gateway_accounts', column: 'previous_secrets_sealed' });

/** An account with its secrets, still sealed. */
export interface SealedAccount extends GatewayAccount {
  secretsSealed: string;
  /** Null also when their time is over. */
  previousSecretsSealed: string | null;
}

export interface AccountFilter {
  siteId?: string | undefined;
  gateway?: string | undefined;
  status?: AccountStatus | undefined;
}

export type NewAccountRow = Omit<
  SealedAccount,
  'status' | 'channelsRefreshedAt' | 'previousUntil' | 'previousSecretsSealed' | 'version' | 'createdAt' | 'updatedAt'
>;

export type AccountPatch = Partial<
  Pick<GatewayAccount, 'name' | 'settings' | 'status' | 'minAmount' | 'maxAmount' | 'priority'>
>;

const PUBLIC = `g.id, g.code, g.gateway, g.site_id as "siteId", g.name, g.environment, g.settings,
  g.cash_account as "cashAccount", g.status, g.currency, g.min_amount as "minAmount", g.max_amount as "maxAmount",
  g.priority, g.channels_refreshed_at as "channelsRefreshedAt", g.previous_until_at as "previousUntil", g.version,
  g.created_at as "createdAt", g.updated_at as "updatedAt"`;
const SEALED = `g.secrets_sealed as "secretsSealed",
  case when g.previous_until_at > now() then g.previous_secrets_sealed end as "previousSecretsSealed"`;

const list = new KeysetList<'code' | 'priority'>({
  select: `select ${PUBLIC} from gateway_accounts g`,
  id: 'g.id',
  sorts: { code: { sql: 'g.code', type: 'text' }, priority: { sql: 'g.priority', type: 'integer' } },
  defaultSort: 'code',
});

/** All SQL of gateway accounts. */
@Injectable()
export class GatewayAccountRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Within the actor's sites; accounts for all sites are for who sees every site. */
  async find(id: string): Promise<SealedAccount | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('g.site_id').into(parameters);
    return this.database.queryOne(
      `select ${PUBLIC}, ${SEALED} from gateway_accounts g where g.id = $1 and ${mine}`,
      parameters,
    );
  }

  /** For calls and callbacks: whoever asks knows the account, and the actor is nobody or a payer. */
  async open(id: string): Promise<SealedAccount | undefined> {
    return this.database.queryOne(`select ${PUBLIC}, ${SEALED} from gateway_accounts g where g.id = $1`, [id]);
  }

  /** Accounts that something new can be started at. */
  async usable(siteId: string, currency: string): Promise<SealedAccount[]> {
    return this.database.query(
      `select ${PUBLIC}, ${SEALED} from gateway_accounts g
        where g.status = 'ACTIVE' and (g.site_id is null or g.site_id = $1) and g.currency = $2 order by g.priority, g.code`,
      [siteId, currency],
    );
  }

  async page(request: ListRequest, filter: AccountFilter): Promise<Page<GatewayAccount>> {
    const conditions: Condition[] = [this.scope.site('g.site_id')];
    if (filter.siteId !== undefined) conditions.push(condition('g.site_id = $?', filter.siteId));
    if (filter.gateway !== undefined) conditions.push(condition('g.gateway = $?', filter.gateway));
    if (filter.status !== undefined) conditions.push(condition('g.status = $?', filter.status));
    return list.page(this.database, request, conditions);
  }

  /** False when the code is taken. */
  async insert(account: NewAccountRow): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into gateway_accounts (id, code, gateway, site_id, name, environment, settings, secrets_sealed, cash_account,
                                     currency, min_amount, max_amount, priority)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (code) do nothing`,
      [
        ...[account.id, account.code, account.gateway, account.siteId, account.name, account.environment],
        ...[JSON.stringify(account.settings), account.secretsSealed, account.cashAccount, account.currency],
        ...[account.minAmount, account.maxAmount, account.priority],
      ],
    );
    return affected === 1;
  }

  /** False when the version is stale, or the account out of scope. `maxAmount: null` takes the limit away. */
  async update(id: string, version: number, patch: AccountPatch): Promise<boolean> {
    const parameters: unknown[] = [
      ...[id, version, patch.name ?? null, patch.settings === undefined ? null : JSON.stringify(patch.settings)],
      ...[patch.status ?? null, patch.minAmount ?? null, patch.maxAmount !== undefined, patch.maxAmount ?? null],
      patch.priority ?? null,
    ];
    const mine = this.scope.site('g.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `update gateway_accounts g
          set name = coalesce($3, g.name), settings = coalesce($4::jsonb, g.settings), status = coalesce($5, g.status),
              min_amount = coalesce($6, g.min_amount), max_amount = case when $7 then $8 else g.max_amount end,
              priority = coalesce($9, g.priority), version = g.version + 1, updated_at = now()
        where g.id = $1 and g.version = $2 and ${mine}`,
      parameters,
    );
    return affected === 1;
  }

  /** @param previous the secrets until now, sealed for their new place, and for how long they still count; null: not at all */
  async setSecrets(
    id: string,
    version: number,
    sealed: string,
    previous: { sealed: string; hours: number } | null,
  ): Promise<boolean> {
    const parameters: unknown[] = [id, version, sealed, previous?.sealed ?? null, previous?.hours ?? 0];
    const mine = this.scope.site('g.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `update gateway_accounts g
          set secrets_sealed = $3, previous_secrets_sealed = $4,
              previous_until_at = case when $4::text is not null then now() + $5 * interval '1 hour' end,
              version = g.version + 1, updated_at = now()
        where g.id = $1 and g.version = $2 and ${mine}`,
      parameters,
    );
    return affected === 1;
  }

  async channelsRefreshed(id: string): Promise<void> {
    await this.database.execute('update gateway_accounts set channels_refreshed_at = now() where id = $1', [id]);
  }
}
