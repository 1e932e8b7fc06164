import { Injectable } from '@nestjs/common';
import { CoreErrors, type Language, type Page, uuidv7 } from '@app/core';
import { AuditLog, Database, type ListRequest } from '@app/platform';
import { type UserStatus } from '../entities/user.entity';
import { IamErrors } from '../iam.errors';
import { SignInsRepository } from '../repositories/sign-ins.repository';
import {
  type UserFilter,
  type UserPatch,
  type UserRow,
  UsersRepository,
  type UserView,
} from '../repositories/users.repository';
import { PasswordsService } from './passwords.service';
import { RolesService } from './roles.service';
import { type UserScope, UserScopesService, type WantedScope } from './user-scopes.service';

/** Who is to be created; default of the scope: nothing. */
export interface NewUser extends WantedScope {
  email: string;
  name: string;
  /** Without one the user cannot sign in with a password. */
  password?: string;
  /** Key of a role. */
  role: string;
  language?: Language;
}

export interface UserEdit extends WantedScope {
  name?: string;
  role?: string;
  status?: UserStatus;
  language?: Language;
}

/** Staff users within the scope of the running actor, by the rules of Z4. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly signIns: SignInsRepository,
    private readonly roles: RolesService,
    private readonly scopes: UserScopesService,
    private readonly passwords: PasswordsService,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for a user outside the actor's scope */
  async get(id: string): Promise<UserView> {
    const user = await this.users.find(id);
    if (!user) throw CoreErrors.NOT_FOUND({ what: 'user', id });
    return user;
  }

  /** The signed-in user himself, whatever his scope. */
  async self(id: string): Promise<UserView> {
    const user = await this.users.findSelf(id);
    if (!user) throw CoreErrors.NOT_FOUND({ what: 'user', id });
    return user;
  }

  async list(request: ListRequest, filter: UserFilter): Promise<Page<UserView>> {
    return this.users.page(request, filter);
  }

  /**
   * @throws DomainError IAM_EMAIL_TAKEN, IAM_WEAK_PASSWORD, IAM_ROLE_ABOVE_OWN, those of {@link UserScopesService.resolve},
   * CORE_VALIDATION_FAILED for an unknown role
   */
  async create(input: NewUser): Promise<UserView> {
    const role = await this.roles.byKey(input.role);
    this.roles.assertWithinOwn(role);
    const { name, language = 'id' } = input;
    const email = input.email.toLowerCase();
    // why: hashing takes its time, so it does not hold a transaction open
    const passwordHash =
      input.password === undefined ? null : await this.passwords.hashOf(input.password, { email, name }, 'password');
    const id = uuidv7();
    return this.database.transaction(async () => {
      const scope = await this.scopes.resolve(input);
      const row = { id, email, name, passwordHash, roleId: role.id, language, ...columnsOf(scope) };
      if (!(await this.users.insert(row))) throw IamErrors.EMAIL_TAKEN();
      await this.setPlaces(id, scope);
      const user = await this.get(id);
      await this.audit.record({ action: 'user.created', subject: { type: 'user', id }, after: user });
      return user;
    });
  }

  /**
   * A changed role, scope or status makes the user's access tokens worthless at once; one who is disabled is signed out
   * everywhere.
   *
   * @throws DomainError as {@link create}, CORE_STALE_VERSION, IAM_LAST_OWNER
   */
  async update(id: string, version: number, edit: UserEdit): Promise<UserView> {
    const wanted = edit.role === undefined ? undefined : await this.roles.byKey(edit.role);
    return this.database.transaction(async () => {
      await this.users.lockOwners();
      const user = await this.get(id);
      const present = await this.roles.assertRoleIdWithinOwn(user.roleId);
      if (wanted) this.roles.assertWithinOwn(wanted);
      const scope = await this.scopes.resolve(wantedScope(user, edit));
      const leaves = present.allPermissions && (edit.status === 'DISABLED' || wanted?.allPermissions === false);
      if (leaves && !(await this.users.hasOwner({ besides: id, active: true }))) throw IamErrors.LAST_OWNER();
      const patch = { ...patchOf(edit, wanted?.id), ...columnsOf(scope) };
      if (!(await this.users.update(id, version, patch))) throw CoreErrors.STALE_VERSION();
      await this.setPlaces(id, scope);
      await this.endTokens(id, edit);
      const changed = await this.get(id);
      await this.audit.record({ action: 'user.changed', subject: { type: 'user', id }, before: user, after: changed });
      return changed;
    });
  }

  private async setPlaces(id: string, scope: UserScope): Promise<void> {
    await this.users.setSites(id, scope.siteIds);
    await this.users.setAreas(id, scope.areaIds ?? []);
  }

  private async endTokens(id: string, edit: UserEdit): Promise<void> {
    const { role, allSites, siteIds, areaIds, resellerId, customerId, status } = edit;
    const access = [role, allSites, siteIds, areaIds, resellerId, customerId, status];
    if (access.some((value) => value !== undefined)) await this.users.raiseTokenVersion(id);
    if (status === 'DISABLED') await this.signIns.revokeAll(id, 'USER_CHANGED');
  }
}

/** What the scope is to be after an edit. */
function wantedScope(user: UserView, edit: UserEdit): WantedScope {
  return {
    allSites: edit.allSites ?? user.allSites,
    siteIds: edit.siteIds ?? user.siteIds,
    areaIds: edit.areaIds === undefined ? (user.areaLimited ? user.areaIds : null) : edit.areaIds,
    resellerId: edit.resellerId === undefined ? user.resellerId : edit.resellerId,
    customerId: edit.customerId === undefined ? user.customerId : edit.customerId,
  };
}

function columnsOf({ allSites, areaIds, resellerId, customerId }: UserScope): Pick<UserRow, ScopeColumn> {
  return { allSites, areaLimited: areaIds !== null, resellerId, customerId };
}

type ScopeColumn = 'allSites' | 'areaLimited' | 'resellerId' | 'customerId';

function patchOf(edit: UserEdit, roleId: string | undefined): UserPatch {
  const { name, status, language } = edit;
  return {
    ...(name === undefined ? {} : { name }),
    ...(status === undefined ? {} : { status }),
    ...(language === undefined ? {} : { language }),
    ...(roleId === undefined ? {} : { roleId }),
  };
}
