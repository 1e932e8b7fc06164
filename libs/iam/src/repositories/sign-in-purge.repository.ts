import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

const BATCH = 5_000;

/** What is over, and for how long it is kept all the same: for the device list, the reuse detection and questions. */
const OVER = {
  sign_ins: `expires_at < now() - interval '30 days' or revoked_at < now() - interval '30 days'`,
  refresh_tokens: `used_at < now() - interval '90 days'`,
  one_time_tokens: `expires_at < now() - interval '30 days'`,
  sign_in_sources: `last_success_at < now() - interval '90 days'`,
  sign_in_throttles: `expires_at < now()`,
  user_totp: `confirmed_at is null and created_at < now() - interval '1 day'`,
} as const;

export type PurgedTable = keyof typeof OVER;
export const PURGED_TABLES = Object.keys(OVER) as PurgedTable[];

/** Deletes what has been over for long. */
@Injectable()
export class SignInPurgeRepository {
  constructor(private readonly database: Database) {}

  /** One batch. @returns how many rows, and whether there may be more */
  async purge(table: PurgedTable): Promise<{ deleted: number; more: boolean }> {
    const { affected } = await this.database.execute(
      `delete from ${table} where ctid = any (array(select ctid from ${table} where ${OVER[table]} limit ${BATCH}))`,
    );
    return { deleted: affected, more: affected === BATCH };
  }
}
