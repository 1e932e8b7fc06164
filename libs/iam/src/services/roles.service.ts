import { Injectable } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { CurrentActor } from '@app/platform';
import { BUILT_IN_ROLES } from '../domain/built-in-roles';
import { isWithin } from '../domain/grants';
import { type Role } from '../entities/role.entity';
import { IamErrors } from '../iam.errors';
import { RolesRepository } from '../repositories/roles.repository';
import { type PermissionSource, permissionsWithin } from './actors.service';

/** Roles, and who may give them. */
@Injectable()
export class RolesService {
  private ensured: Promise<void> | undefined;

  constructor(
    private readonly roles: RolesRepository,
    private readonly actor: CurrentActor,
  ) {}

  /** Brings the built-in roles up to date, once per process. Idempotent. */
  async ensureBuiltIns(): Promise<void> {
    this.ensured ??= this.roles.ensure(BUILT_IN_ROLES);
    try {
      await this.ensured;
    } catch (error) {
      this.ensured = undefined;
      throw error;
    }
  }

  async list(): Promise<Role[]> {
    await this.ensureBuiltIns();
    return this.roles.all();
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<Role> {
    await this.ensureBuiltIns();
    const role = await this.roles.byId(id);
    if (!role) throw CoreErrors.NOT_FOUND({ what: 'role', id });
    return role;
  }

  /** @throws DomainError CORE_VALIDATION_FAILED on `role` when there is none */
  async byKey(key: string): Promise<Role> {
    await this.ensureBuiltIns();
    const role = await this.roles.byKey(key);
    if (role) return role;
    throw CoreErrors.VALIDATION_FAILED({}, [
      { path: 'role', code: 'UNKNOWN_ROLE', message: { id: 'tidak ada peran ini', en: 'is no role' } },
    ]);
  }

  /**
   * Nobody gives, takes or touches a role that can do more than his own (billing.md Z4). The system may.
   *
   * @throws DomainError IAM_ROLE_ABOVE_OWN
   */
  assertWithinOwn(role: PermissionSource & { key: string }): void {
    const actor = this.actor.get();
    if (actor.kind === 'system' || isWithin(permissionsWithin(actor.scope, role), actor.permissions)) return;
    throw IamErrors.ROLE_ABOVE_OWN({ role: role.key });
  }

  /** The same for the role of a user. @throws DomainError IAM_ROLE_ABOVE_OWN */
  async assertRoleIdWithinOwn(roleId: string): Promise<Role> {
    const role = await this.roles.byId(roleId);
    if (!role) throw new Error(`user with unknown role ${roleId}`);
    this.assertWithinOwn(role);
    return role;
  }
}
