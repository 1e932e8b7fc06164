import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** A user's TOTP with the real time at which it was read (never the travelling one: phones do not travel). */
export interface TotpRow {
  /** Sealed. */
  secret: string;
  lastStep: number | null;
  confirmed: boolean;
  nowMs: number;
}

export interface TotpState {
  active: boolean;
  /** The user's role demands it. */
  required: boolean;
  recoveryCodesLeft: number;
}

/** All SQL for TOTP and recovery codes. */
@Injectable()
export class TotpRepository {
  constructor(private readonly database: Database) {}

  async find(userId: string): Promise<TotpRow | undefined> {
    return this.database.queryOne<TotpRow>(
      `select secret, last_step::float8 as "lastStep", confirmed_at is not null as confirmed,
              (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs"
       from user_totp where user_id = $1`,
      [userId],
    );
  }

  async state(userId: string): Promise<TotpState | undefined> {
    return this.database.queryOne<TotpState>(
      `select exists (select from user_totp t where t.user_id = u.id and t.confirmed_at is not null) as active,
              r.totp_required as required,
              (select count(*)::int from recovery_codes c where c.user_id = u.id and c.used_at is null)
                as "recoveryCodesLeft"
       from users u join roles r on r.id = u.role_id where u.id = $1`,
      [userId],
    );
  }

  /** Puts an unconfirmed secret in place of an earlier one. False when a confirmed one is there. */
  async begin(userId: string, sealed: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into user_totp as t (user_id, secret) values ($1, $2)
       on conflict (user_id) do update set secret = excluded.secret, created_at = now(), last_step = null
       where t.confirmed_at is null`,
      [userId, sealed],
    );
    return affected === 1;
  }

  /** False when there is nothing to confirm, or when this secret is no longer the one. */
  async confirm(userId: string, sealed: string, step: number): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update user_totp set confirmed_at = now(), last_step = $3
       where user_id = $1 and secret = $2 and confirmed_at is null`,
      [userId, sealed, step],
    );
    return affected === 1;
  }

  /** Uses a step up; of several at once exactly one gets true. */
  async useStep(userId: string, step: number): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update user_totp set last_step = $2
       where user_id = $1 and confirmed_at is not null and (last_step is null or last_step < $2)`,
      [userId, step],
    );
    return affected === 1;
  }

  /** Uses a recovery code up; of several at once exactly one gets true. */
  async useRecoveryCode(userId: string, hash: Buffer): Promise<boolean> {
    const { affected } = await this.database.execute(
      'update recovery_codes set used_at = now() where user_id = $1 and hash = $2 and used_at is null',
      [userId, hash],
    );
    return affected === 1;
  }

  async replaceRecoveryCodes(userId: string, hashes: readonly Buffer[]): Promise<void> {
    await this.database.execute('delete from recovery_codes where user_id = $1', [userId]);
    await this.database.execute('insert into recovery_codes (user_id, hash) select $1::uuid, unnest($2::bytea[])', [
      userId,
      hashes,
    ]);
  }

  async remove(userId: string): Promise<void> {
    await this.database.execute('delete from recovery_codes where user_id = $1', [userId]);
    await this.database.execute('delete from user_totp where user_id = $1', [userId]);
  }
}
