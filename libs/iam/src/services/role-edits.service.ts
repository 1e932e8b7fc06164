import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, uuidv7 } from '@app/core';
import { AuditLog, isForeignKeyViolation, permissionCatalogue } from '@app/platform';
import { AccessErrors } from '../access.errors';
import { type Role } from '../entities/role.entity';
import { type RolePatch, RolesRepository } from '../repositories/roles.repository';
import { UsersRepository } from '../repositories/users.repository';
import { RolesService } from './roles.service';

export interface NewRole {
  /** Unique, never changed. */
  key: string;
  name: string;
  /** Keys out of the catalogue. */
  permissions: readonly string[];
  totpRequired?: boolean;
}

export interface RoleEdit {
  name?: string;
  /** Replaces the list. */
  permissions?: readonly string[];
  totpRequired?: boolean;
}

/** Roles of one's own making (billing.md Z4): nobody makes, changes or deletes one that can do more than his own. */
@Injectable()
export class RoleEditsService {
  constructor(
    private readonly repository: RolesRepository,
    private readonly users: UsersRepository,
    private readonly roles: RolesService,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_VALIDATION_FAILED for a permission that does not exist, IAM_ROLE_ABOVE_OWN, IAM_ROLE_KEY_TAKEN */
  @Transactional()
  async create({ key, name, permissions, totpRequired = false }: NewRole): Promise<Role> {
    await this.roles.ensureBuiltIns();
    const held = existing(permissions);
    this.roles.assertWithinOwn({ key, allPermissions: false, permissions: held });
    const id = uuidv7();
    if (!(await this.repository.insert({ id, key, name, permissions: held, totpRequired }))) {
      throw AccessErrors.ROLE_KEY_TAKEN({ key });
    }
    const role = await this.roles.get(id);
    await this.audit.record({ action: 'role.created', subject: { type: 'role', id }, after: role });
    return role;
  }

  /**
   * Changed permissions count at the next request of everybody who has the role: his access tokens become worthless, and
   * the new ones are checked against what the role holds then. Of a role that comes with the product only `totpRequired`
   * can be changed.
   *
   * @throws DomainError as {@link create}, CORE_NOT_FOUND, CORE_STALE_VERSION, IAM_ROLE_BUILT_IN
   */
  @Transactional()
  async update(id: string, version: number, edit: RoleEdit): Promise<Role> {
    const role = await this.lock(id);
    if (role.builtIn && (edit.name !== undefined || edit.permissions !== undefined)) throw AccessErrors.ROLE_BUILT_IN();
    const permissions = edit.permissions === undefined ? undefined : existing(edit.permissions);
    if (permissions) this.roles.assertWithinOwn({ key: role.key, allPermissions: false, permissions });
    if (!(await this.repository.update(id, version, patchOf(edit, permissions)))) throw CoreErrors.STALE_VERSION();
    if (permissions) await this.users.raiseTokenVersionOfRole(id);
    const changed = await this.roles.get(id);
    await this.audit.record({ action: 'role.changed', subject: { type: 'role', id }, before: role, after: changed });
    return changed;
  }

  /** @throws DomainError CORE_NOT_FOUND, IAM_ROLE_BUILT_IN, IAM_ROLE_ABOVE_OWN, IAM_ROLE_IN_USE while anybody has it */
  @Transactional()
  async delete(id: string): Promise<void> {
    const role = await this.lock(id);
    if (role.builtIn) throw AccessErrors.ROLE_BUILT_IN();
    try {
      await this.repository.delete(id);
      await this.audit.record({ action: 'role.deleted', subject: { type: 'role', id }, before: role });
    } catch (error) {
      throw isForeignKeyViolation(error) ? AccessErrors.ROLE_IN_USE() : error;
    }
  }

  private async lock(id: string): Promise<Role> {
    await this.roles.ensureBuiltIns();
    const role = await this.repository.lock(id);
    if (!role) throw CoreErrors.NOT_FOUND({ what: 'role', id });
    this.roles.assertWithinOwn(role);
    return role;
  }
}

function patchOf({ name, totpRequired }: RoleEdit, permissions: string[] | undefined): RolePatch {
  return {
    ...(name === undefined ? {} : { name }),
    ...(totpRequired === undefined ? {} : { totpRequired }),
    ...(permissions === undefined ? {} : { permissions }),
  };
}

/** Each once, in order; patterns are for the roles of the product. */
function existing(permissions: readonly string[]): string[] {
  const known = new Set(permissionCatalogue().map(({ key }) => key));
  const wrong = permissions.flatMap((key, index) => (known.has(key) ? [] : [index]));
  if (wrong.length === 0) return [...new Set(permissions)].sort();
  throw CoreErrors.VALIDATION_FAILED(
    {},
    wrong.map((index) => ({
      path: `permissions[${index}]`,
      code: 'UNKNOWN_PERMISSION',
      message: { id: 'tidak ada izin ini', en: 'is no permission' },
    })),
  );
}
