import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { type UniqueAmount } from '../../domain/bank/bank-account';

const COLUMNS = `r.attempt_id as "attemptId", r.bank_account_id as "bankAccountId", r.amount, r.base_amount as "baseAmount",
  r.currency, r.expires_at as "expiresAt", r.release_at as "releaseAt"`;

/** Reserved amounts: at most one active attempt per bank account and amount (payments.md 10). */
@Injectable()
export class UniqueAmountRepository {
  constructor(private readonly database: Database) {}

  /** Frees amounts whose grace period is over. */
  async release(bankAccountId: string, asOf: Date): Promise<void> {
    await this.database.execute(
      `update unique_amount_reservations set active = false
        where id in (select id from unique_amount_reservations
                      where bank_account_id = $1 and active and release_at <= $2 for update skip locked)`,
      [bankAccountId, asOf],
    );
  }

  /** Distances of active amounts above a debt, up to `limit`. */
  async takenAbove(bankAccountId: string, base: bigint, limit: number): Promise<number[]> {
    const rows = await this.database.query<{ code: number }>(
      `select (amount - $2)::int as code from unique_amount_reservations
        where bank_account_id = $1 and active and amount > $2 and amount <= $2 + $3::bigint`,
      [bankAccountId, base, limit],
    );
    return rows.map(({ code }) => code);
  }

  /** @returns false when another attempt took the amount first, also in a transaction that has just committed */
  async insert(reservation: UniqueAmount & { reservedAt: Date }): Promise<boolean> {
    const rows = await this.database.query(
      `insert into unique_amount_reservations (id, bank_account_id, attempt_id, amount, base_amount, currency, reserved_at,
              expires_at, release_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (bank_account_id, amount) where active do nothing returning id`,
      [
        ...[uuidv7(), reservation.bankAccountId, reservation.attemptId, reservation.amount, reservation.baseAmount],
        ...[reservation.currency, reservation.reservedAt, reservation.expiresAt, reservation.releaseAt],
      ],
    );
    return rows.length === 1;
  }

  /** Only in the transaction that reserved it. */
  async drop(attemptId: string): Promise<void> {
    await this.database.execute('delete from unique_amount_reservations where attempt_id = $1', [attemptId]);
  }

  async ofAttempt(attemptId: string): Promise<UniqueAmount | undefined> {
    return this.database.queryOne(`select ${COLUMNS} from unique_amount_reservations r where r.attempt_id = $1`, [
      attemptId,
    ]);
  }

  /** Attempts that money of this amount, booked on this day, could be for: reserved before the day ended, not yet released. */
  async candidates(bankAccountId: string, amount: bigint, window: { from: Date; until: Date }): Promise<string[]> {
    const rows = await this.database.query<{ attemptId: string }>(
      `select attempt_id as "attemptId" from unique_amount_reservations
        where bank_account_id = $1 and amount = $2 and reserved_at < $4 and release_at >= $3
        order by reserved_at desc limit 5`,
      [bankAccountId, amount, window.from, window.until],
    );
    return rows.map(({ attemptId }) => attemptId);
  }
}
