import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { type BuiltInRole, TOTP_REQUIRED_ROLES } from '../domain/built-in-roles';
import { Role } from '../entities/role.entity';

export type RolePatch = Partial<Pick<Role, 'name' | 'permissions' | 'totpRequired'>>;

/** All SQL for roles. They belong to no site. */
@Injectable()
export class RolesRepository {
  constructor(private readonly database: Database) {}

  async all(): Promise<Role[]> {
    return this.database.repository(Role).find({ order: { builtIn: 'desc', key: 'asc' } });
  }

  async byKey(key: string): Promise<Role | undefined> {
    return (await this.database.repository(Role).findOneBy({ key })) ?? undefined;
  }

  async byId(id: string): Promise<Role | undefined> {
    return (await this.database.repository(Role).findOneBy({ id })) ?? undefined;
  }

  /** The role, locked against other editors until the transaction ends. */
  async lock(id: string): Promise<Role | undefined> {
    const query = this.database.repository(Role).createQueryBuilder('r').setLock('pessimistic_write').where({ id });
    return (await query.getOne()) ?? undefined;
  }

  /** False when the key is taken. */
  async insert(role: Pick<Role, 'id' | 'key' | 'name' | 'permissions' | 'totpRequired'>): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into roles (id, key, name, permissions, totp_required) values ($1, $2, $3, $4, $5)
       on conflict (key) do nothing`,
      [role.id, role.key, role.name, role.permissions, role.totpRequired],
    );
    return affected === 1;
  }

  /** False when the version is stale. */
  async update(id: string, version: number, patch: RolePatch): Promise<boolean> {
    const { affected } = await this.database.repository(Role).update({ id, version }, patch);
    return affected === 1;
  }

  /** Fails on the foreign key of users who have it. */
  async delete(id: string): Promise<void> {
    await this.database.execute('delete from roles where id = $1 and not built_in', [id]);
  }

  /** Brings the built-in roles up to date, by key, but for `totp_required`, which stays as somebody set it. Writes nothing when they are; safe in several processes at once. */
  async ensure(roles: readonly BuiltInRole[]): Promise<void> {
    await this.database.execute(
      `insert into roles (id, key, name, all_permissions, permissions, built_in, totp_required)
       select r.id, r.key, r.name, r."allPermissions", array(select jsonb_array_elements_text(r.grants)), true,
              r.key = any ($2)
       from jsonb_to_recordset($1::jsonb)
         as r (id uuid, key text, name text, "allPermissions" boolean, grants jsonb)
       order by r.key
       on conflict (key) do update
         set name = excluded.name, all_permissions = excluded.all_permissions, permissions = excluded.permissions,
             built_in = true, version = roles.version + 1, updated_at = now()
         where (roles.name, roles.all_permissions, roles.permissions, roles.built_in)
           is distinct from (excluded.name, excluded.all_permissions, excluded.permissions, true)`,
      [JSON.stringify(roles.map((role) => ({ ...role, id: uuidv7() }))), TOTP_REQUIRED_ROLES],
    );
  }
}
