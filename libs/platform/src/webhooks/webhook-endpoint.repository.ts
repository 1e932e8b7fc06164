import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { defineSealedColumn } from '../crypto/sealed-columns';
import { Database } from '../database/database';
import { type Condition, condition, KeysetList, type ListRequest } from '../database/keyset-list';
import { type WebhookEndpoint } from './webhook-endpoint';

export const SECRET = defineSealedColumn({ table: 'webhook_endpoints', column: 'secret_sealed' });
export const PREVIOUS_SECRET = defineSealedColumn({ table: 'webhook_endpoints', column: 'previous_secret_sealed' });

export interface NewEndpointRow {
  id: string;
  url: string;
  description: string;
  topics: readonly string[];
  secretSealed: string;
}

export type WebhookEndpointPatch = Partial<Pick<WebhookEndpoint, 'url' | 'description' | 'topics' | 'active'>>;

const COLUMNS = `w.id, w.url, w.description, w.topics, w.active, w.failures, w.retry_at as "retryAt",
  w.previous_secret_until as "previousSecretUntil", w.version, w.created_at as "createdAt", w.updated_at as "updatedAt"`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from webhook_endpoints w`,
  id: 'w.id',
  sorts: { createdAt: { sql: 'w.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** All SQL for webhook endpoints. They belong to the whole installation, and so does the permission to see them. */
@Injectable()
export class WebhookEndpointRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<WebhookEndpoint | undefined> {
    return this.database.queryOne(`select ${COLUMNS} from webhook_endpoints w where w.id = $1`, [id]);
  }

  async page(request: ListRequest, active: boolean | undefined): Promise<Page<WebhookEndpoint>> {
    const conditions: Condition[] = active === undefined ? [] : [condition('w.active = $?', active)];
    return list.page(this.database, request, conditions);
  }

  async insert({ id, url, description, topics, secretSealed }: NewEndpointRow): Promise<void> {
    await this.database.execute(
      'insert into webhook_endpoints (id, url, description, topics, secret_sealed) values ($1, $2, $3, $4, $5)',
      [id, url, description, topics, secretSealed],
    );
  }

  /** Absent fields stay; an edit ends the pause after failures. False when the version is stale. */
  async update(id: string, version: number, patch: WebhookEndpointPatch): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update webhook_endpoints w
       set url = coalesce($3, w.url), description = coalesce($4, w.description), topics = coalesce($5, w.topics),
           active = coalesce($6, w.active), failures = 0, retry_at = null, version = w.version + 1, updated_at = now()
       where w.id = $1 and w.version = $2`,
      [id, version, patch.url ?? null, patch.description ?? null, patch.topics ?? null, patch.active ?? null],
    );
    return affected === 1;
  }

  async lockSecret(id: string): Promise<string | undefined> {
    const row = await this.database.queryOne<{ sealed: string }>(
      'select secret_sealed as sealed from webhook_endpoints where id = $1 for update',
      [id],
    );
    return row?.sealed;
  }

  /** @param previous the secret before, sealed for its new place, and how long it goes on; null ends it at once */
  async setSecret(id: string, sealed: string, previous: { sealed: string; hours: number } | null): Promise<void> {
    await this.database.execute(
      `update webhook_endpoints
       set secret_sealed = $2, previous_secret_sealed = $3,
           previous_secret_until = case when $3::text is not null then now() + $4 * interval '1 hour' end,
           version = version + 1, updated_at = now()
       where id = $1`,
      [id, sealed, previous?.sealed ?? null, previous?.hours ?? 0],
    );
  }

  async delete(id: string): Promise<boolean> {
    const { affected } = await this.database.execute('delete from webhook_endpoints where id = $1', [id]);
    return affected === 1;
  }

  /** The endpoint answered well: no pause. */
  async recovered(id: string): Promise<void> {
    await this.database.execute(
      'update webhook_endpoints set failures = 0, retry_at = null where id = $1 and failures > 0',
      [id],
    );
  }

  /** The endpoint failed: everything for it waits, twice as long each time. */
  async failed(id: string, firstMs: number, longestMs: number): Promise<void> {
    await this.database.execute(
      `update webhook_endpoints
       set failures = failures + 1,
           retry_at = now() + least($2 * power(2, least(failures, 30)), $3) * interval '1 millisecond'
       where id = $1`,
      [id, firstMs, longestMs],
    );
  }
}
