import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';

export type OneTimePurpose = 'OWNER_BOOTSTRAP' | 'PASSWORD_RESET';

/** All SQL for tokens that work once. Only their hashes are kept. */
@Injectable()
export class OneTimeTokensRepository {
  constructor(private readonly database: Database) {}

  async insert(purpose: OneTimePurpose, hash: Buffer, lifeSeconds: number): Promise<void> {
    await this.database.execute(
      `insert into one_time_tokens (id, purpose, hash, expires_at) values ($1, $2, $3, now() + $4 * interval '1 second')`,
      [uuidv7(), purpose, hash, lifeSeconds],
    );
  }

  async isValid(purpose: OneTimePurpose, hash: Buffer): Promise<boolean> {
    const row = await this.database.queryOne<{ found: boolean }>(
      `select exists (select from one_time_tokens
         where hash = $2 and purpose = $1 and used_at is null and expires_at > now()) as found`,
      [purpose, hash],
    );
    return row?.found ?? false;
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
}
