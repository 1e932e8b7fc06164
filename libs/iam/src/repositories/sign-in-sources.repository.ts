import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** Where an account's successful sign-ins came from; `device` is the hash of the device cookie. */
export interface SourceKeys {
  ip: string;
  device?: string;
}

/** All SQL for the devices and addresses from which accounts signed in. */
@Injectable()
export class SignInSourcesRepository {
  constructor(private readonly database: Database) {}

  /** How the account of this address knows the source; the same statement whether or not there is one. */
  async familiarity(email: string, source: SourceKeys): Promise<'DEVICE' | 'IP' | undefined> {
    const row = await this.database.queryOne<{ kind: 'DEVICE' | 'IP' }>(
      `select s.kind from users u join sign_in_sources s on s.user_id = u.id
       where u.email = $1 and s.last_success_at > now() - interval '90 days'
         and ((s.kind = 'IP' and s.value = $2) or (s.kind = 'DEVICE' and s.value = $3))
       order by s.kind limit 1`,
      [email, source.ip, source.device ?? ''],
    );
    return row?.kind;
  }

  /** Notes that the user has proved himself from there just now. */
  async remember(userId: string, source: SourceKeys): Promise<void> {
    const kinds = source.device === undefined ? ['IP'] : ['IP', 'DEVICE'];
    await this.database.execute(
      `insert into sign_in_sources (user_id, kind, value) select $1::uuid, * from unnest($2::text[], $3::text[])
       on conflict (user_id, kind, value) do update set last_success_at = now()`,
      [userId, kinds, [source.ip, source.device].slice(0, kinds.length)],
    );
  }

  /** A changed password: only what proves itself from now on is known. */
  async forget(userId: string): Promise<void> {
    await this.database.execute('delete from sign_in_sources where user_id = $1', [userId]);
  }
}
