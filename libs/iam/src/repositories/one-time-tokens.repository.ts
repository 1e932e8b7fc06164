import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';

export type OneTimePurpose = 'OWNER_BOOTSTRAP' | 'PASSWORD_RESET';

export interface NewOneTimeToken {
  hash: Buffer;
  lifeSeconds: number;
  /** Default: a fresh one. */
  id?: string;
  /** Whom it concerns; nobody in particular for the first owner. */
  userId?: string;
}

/** All SQL for tokens that work once. Only their hashes are kept. */
@Injectable()
export class OneTimeTokensRepository {
  constructor(private readonly database: Database) {}

  /** @returns when it is over */
  async insert(purpose: OneTimePurpose, token: NewOneTimeToken): Promise<Date> {
    const { id = uuidv7(), hash, lifeSeconds, userId = null } = token;
    const row = await this.database.queryOne<{ expiresAt: Date }>(
      `insert into one_time_tokens (id, purpose, hash, user_id, expires_at)
       values ($1, $2, $3, $4, now() + $5 * interval '1 second') returning expires_at as "expiresAt"`,
      [id, purpose, hash, userId, lifeSeconds],
    );
    if (!row) throw new Error('the token was not written');
    return row.expiresAt;
  }

  /** The token, with the user that it concerns, while it may be used. */
  async find(purpose: OneTimePurpose, hash: Buffer): Promise<{ userId: string | null } | undefined> {
    return this.database.queryOne<{ userId: string | null }>(
      `select user_id as "userId" from one_time_tokens
       where hash = $2 and purpose = $1 and used_at is null and expires_at > now()`,
      [purpose, hash],
    );
  }

  /** Uses the token up. False when it is unknown, used or over; of two at once exactly one gets true. */
  async consume(purpose: OneTimePurpose, hash: Buffer): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update one_time_tokens set used_at = now()
       where hash = $2 and purpose = $1 and used_at is null and expires_at > now()`,
      [purpose, hash],
    );
    return affected === 1;
  }

  /** Makes every other token of the user worthless. */
  async consumeAll(purpose: OneTimePurpose, userId: string): Promise<void> {
    await this.database.execute(
      'update one_time_tokens set used_at = now() where user_id = $2 and purpose = $1 and used_at is null',
      [purpose, userId],
    );
  }

  /** How many the user was given within the last hour. */
  async recent(purpose: OneTimePurpose, userId: string): Promise<number> {
    const row = await this.database.queryOne<{ count: number }>(
      `select count(*)::int as count from one_time_tokens
       where user_id = $2 and purpose = $1 and created_at > now() - interval '1 hour'`,
      [purpose, userId],
    );
    return row?.count ?? 0;
  }
}
