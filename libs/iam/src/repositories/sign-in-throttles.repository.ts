import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type DelayPolicy, pausesOf } from '../domain/sign-in-delays';

/** After this long without a failure everything is forgotten. */
const MEMORY = `interval '1 hour'`;

/**
 * All SQL for counting failed sign-ins. They are counted in PostgreSQL, which a sign-in needs anyway: the counter cannot be
 * away while the door is open, and all processes share it.
 */
@Injectable()
export class SignInThrottlesRepository {
  constructor(private readonly database: Database) {}

  /**
   * Counts an attempt as a failure until {@link forgive} or {@link forget} says otherwise, so that of a crowd at once no more
   * than the allowed number get through.
   *
   * @returns undefined, or for how many seconds it is refused; a refused attempt is not counted
   */
  async attempt(key: string, policy: DelayPolicy): Promise<number | undefined> {
    const counted = await this.database.queryOne(
      `insert into sign_in_throttles as t (key, failures, expires_at) values ($1, 1, clock_timestamp() + ${MEMORY})
       on conflict (key) do update set
         failures = case when t.expires_at <= clock_timestamp() then 1 else t.failures + 1 end,
         blocked_until = case when t.expires_at > clock_timestamp() and t.failures + 1 >= $2::int then clock_timestamp()
           + ($3::int[])[least(t.failures + 2 - $2::int, cardinality($3::int[]))] * interval '1 second' end,
         expires_at = clock_timestamp() + ${MEMORY}
       where t.blocked_until is null or t.blocked_until <= clock_timestamp()
       returning failures`,
      [key, policy.free, pausesOf(policy)],
    );
    return counted ? undefined : this.secondsLeft(key);
  }

  /** Takes one attempt back. */
  async forgive(key: string, policy: DelayPolicy): Promise<void> {
    await this.database.execute(
      `update sign_in_throttles set failures = greatest(failures - 1, 0),
         blocked_until = case when failures - 1 >= $2::int then blocked_until end where key = $1`,
      [key, policy.free],
    );
  }

  async forget(keys: readonly string[]): Promise<void> {
    await this.database.execute('delete from sign_in_throttles where key = any ($1)', [keys]);
  }

  private async secondsLeft(key: string): Promise<number> {
    const row = await this.database.queryOne<{ seconds: number }>(
      `select ceil(extract(epoch from blocked_until - clock_timestamp()))::int as seconds
       from sign_in_throttles where key = $1`,
      [key],
    );
    return Math.max(1, row?.seconds ?? 1);
  }
}
