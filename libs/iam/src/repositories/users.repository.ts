import { Injectable } from '@nestjs/common';
import { type Language, type Page } from '@app/core';
import { type Condition, condition, CurrentActor, Database, KeysetList, type ListRequest } from '@app/platform';
import { User, type UserStatus } from '../entities/user.entity';

/** A user as others see him, with his role and sites; without his password hash. */
export interface UserView extends Omit<User, 'passwordHash'> {
  roleKey: string;
  roleName: string;
  /** Empty for one who sees every site. */
  siteIds: string[];
}

export interface UserFilter {
  q?: string;
  status?: UserStatus;
}

export type UserRow = Pick<User, 'id' | 'email' | 'name' | 'passwordHash' | 'roleId' | 'allSites' | 'language'>;

export interface UserPatch {
  name?: string;
  roleId?: string;
  allSites?: boolean;
  status?: UserStatus;
  language?: Language;
}

const SELECT = `
  select u.id, u.email, u.name, u.role_id as "roleId", r.key as "roleKey", r.name as "roleName",
         u.all_sites as "allSites", u.status, u.language, u.token_version as "tokenVersion", u.version,
         u.created_at as "createdAt", u.updated_at as "updatedAt", sites.ids as "siteIds"
  from users u join roles r on r.id = u.role_id
  cross join lateral (
    select coalesce(array_agg(us.site_id order by us.site_id), '{}') as ids from user_sites us where us.user_id = u.id
  ) as sites`;

/** why: whoever administers some sites must not reach a user who also works for others */
const IN_SCOPE = '($?::uuid[] is null or (not u.all_sites and sites.ids <@ $?::uuid[]))';

const list = new KeysetList<'name' | 'email' | 'createdAt'>({
  select: SELECT,
  id: 'u.id',
  sorts: {
    name: { sql: 'u.name', type: 'text' },
    email: { sql: 'u.email', type: 'text' },
    createdAt: { sql: 'u.created_at', type: 'timestamptz' },
  },
  defaultSort: 'name',
});

/** All SQL for users. Reads are limited to users whose sites all lie in the running actor's scope. */
@Injectable()
export class UsersRepository {
  constructor(
    private readonly database: Database,
    private readonly actor: CurrentActor,
  ) {}

  async page(request: ListRequest, filter: UserFilter): Promise<Page<UserView>> {
    const scope = this.actor.siteIds();
    const conditions: Condition[] = [condition(IN_SCOPE, scope, scope)];
    if (filter.status !== undefined) conditions.push(condition('u.status = $?', filter.status));
    if (filter.q !== undefined) {
      const pattern = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
      conditions.push(condition('(u.name ilike $? or u.email ilike $?)', pattern, pattern));
    }
    return list.page<UserView>(this.database, request, conditions);
  }

  async find(id: string): Promise<UserView | undefined> {
    return this.database.queryOne<UserView>(`${SELECT} where u.id = $1 and ${IN_SCOPE.replaceAll('$?', '$2')}`, [
      id,
      this.actor.siteIds(),
    ]);
  }

  /** Whatever the scope: for the user himself. */
  async findSelf(id: string): Promise<UserView | undefined> {
    return this.database.queryOne<UserView>(`${SELECT} where u.id = $1`, [id]);
  }

  /** For signing in: whatever the scope, with the hash. */
  async credentials(key: { email: string } | { id: string }): Promise<User | undefined> {
    const query = this.database.repository(User).createQueryBuilder('u').addSelect('u.passwordHash').where(key);
    return (await query.getOne()) ?? undefined;
  }

  /** False when the e-mail address is taken. */
  async insert(user: UserRow): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into users (id, email, name, password_hash, role_id, all_sites, language)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (email) do nothing`,
      [user.id, user.email, user.name, user.passwordHash, user.roleId, user.allSites, user.language],
    );
    return affected === 1;
  }

  /** False when the version is stale. */
  async update(id: string, version: number, patch: UserPatch): Promise<boolean> {
    const { affected } = await this.database.repository(User).update({ id, version }, patch);
    return affected === 1;
  }

  async setSites(userId: string, siteIds: readonly string[]): Promise<void> {
    await this.database.execute('delete from user_sites where user_id = $1', [userId]);
    await this.database.execute(
      `insert into user_sites (user_id, site_id) select $1, unnest($2::uuid[]) on conflict do nothing`,
      [userId, siteIds],
    );
  }

  async setPasswordHash(id: string, hash: string): Promise<void> {
    await this.database.execute('update users set password_hash = $2, updated_at = now() where id = $1', [id, hash]);
  }

  /** Makes every access token of the user worthless. */
  async raiseTokenVersion(id: string): Promise<void> {
    await this.database.execute('update users set token_version = token_version + 1 where id = $1', [id]);
  }

  /** The same for everybody who has this role, whatever the scope. */
  async raiseTokenVersionOfRole(roleId: string): Promise<void> {
    await this.database.execute('update users set token_version = token_version + 1 where role_id = $1', [roleId]);
  }

  /** Until the end of the transaction nobody else appoints, dismisses or counts owners. */
  async lockOwners(): Promise<void> {
    await this.database.execute(`select pg_advisory_xact_lock(hashtext('iam.owners'))`);
  }

  /** Is there an owner besides this user (of any status, or an active one)? Ask under {@link lockOwners}. */
  async hasOwner(options: { besides?: string; active?: boolean } = {}): Promise<boolean> {
    const row = await this.database.queryOne<{ found: boolean }>(
      `select exists (
         select from users u join roles r on r.id = u.role_id
         where r.all_permissions and u.id is distinct from $1::uuid and (not $2 or u.status = 'ACTIVE')
       ) as found`,
      [options.besides ?? null, options.active ?? false],
    );
    return row?.found ?? false;
  }
}
