import { Injectable } from '@nestjs/common';
import { type Language, type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { User, type UserStatus } from '../entities/user.entity';

/** A user as others see him, with his role and sites; without his password hash. */
export interface UserView extends Omit<User, 'passwordHash'> {
  roleKey: string;
  roleName: string;
  /** Empty for one who sees every site. */
  siteIds: string[];
  /** Only counts for one who is limited to areas. */
  areaIds: string[];
}

export interface UserFilter {
  q?: string;
  status?: UserStatus;
}

export type UserRow = Pick<
  User,
  | 'id'
  | 'email'
  | 'name'
  | 'passwordHash'
  | 'roleId'
  | 'allSites'
  | 'areaLimited'
  | 'resellerId'
  | 'customerId'
  | 'language'
>;

export interface UserPatch {
  name?: string;
  roleId?: string;
  allSites?: boolean;
  areaLimited?: boolean;
  resellerId?: string | null;
  customerId?: string | null;
  status?: UserStatus;
  language?: Language;
}

const SELECT = `
  select u.id, u.email, u.name, u.role_id as "roleId", r.key as "roleKey", r.name as "roleName",
         u.all_sites as "allSites", u.status, u.language, u.token_version as "tokenVersion", u.version,
         u.created_at as "createdAt", u.updated_at as "updatedAt", u.area_limited as "areaLimited",
         u.reseller_id as "resellerId", u.customer_id as "customerId",
         array(select us.site_id from user_sites us where us.user_id = u.id order by us.site_id) as "siteIds",
         array(select ua.area_id from user_areas ua where ua.user_id = u.id order by ua.area_id) as "areaIds"
  from users u join roles r on r.id = u.role_id`;

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

/** All SQL for users. Reads are limited to users who see no more than the running actor: nobody reaches above himself. */
@Injectable()
export class UsersRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async page(request: ListRequest, filter: UserFilter): Promise<Page<UserView>> {
    const conditions: Condition[] = [this.scope.userRow('u')];
    if (filter.status !== undefined) conditions.push(condition('u.status = $?', filter.status));
    if (filter.q !== undefined) {
      const pattern = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
      conditions.push(condition('(u.name ilike $? or u.email ilike $?)', pattern, pattern));
    }
    return list.page<UserView>(this.database, request, conditions);
  }

  async find(id: string): Promise<UserView | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.userRow('u').into(parameters);
    return this.database.queryOne<UserView>(`${SELECT} where u.id = $1 and ${mine}`, parameters);
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
      `insert into users (id, email, name, password_hash, role_id, all_sites, language, area_limited, reseller_id,
                          customer_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (email) do nothing`,
      [
        user.id,
        user.email,
        user.name,
        user.passwordHash,
        user.roleId,
        user.allSites,
        user.language,
        user.areaLimited,
        user.resellerId,
        user.customerId,
      ],
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

  async setAreas(userId: string, areaIds: readonly string[]): Promise<void> {
    await this.database.execute('delete from user_areas where user_id = $1', [userId]);
    await this.database.execute(
      `insert into user_areas (user_id, area_id) select $1, unnest($2::uuid[]) on conflict do nothing`,
      [userId, areaIds],
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
