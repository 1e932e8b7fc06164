import { Injectable } from '@nestjs/common';
import { CoreErrors, type Language, type Page, uuidv7 } from '@app/core';
import { CurrentActor, Database, type ListRequest } from '@app/platform';
import { type UserStatus } from '../entities/user.entity';
import { IamErrors } from '../iam.errors';
import { SignInsRepository } from '../repositories/sign-ins.repository';
import { type UserFilter, type UserPatch, UsersRepository, type UserView } from '../repositories/users.repository';
import { PasswordsService } from './passwords.service';
import { RolesService } from './roles.service';
import { SitesService } from './sites.service';

export interface NewUser {
  email: string;
  name: string;
  /** Without one the user cannot sign in with a password. */
  password?: string;
  /** Key of a role. */
  role: string;
  /** Sees every site; otherwise those of `siteIds`. Default false. */
  allSites?: boolean;
  siteIds?: readonly string[];
  language?: Language;
}

export interface UserEdit {
  name?: string;
  role?: string;
  allSites?: boolean;
  siteIds?: readonly string[];
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
    private readonly sites: SitesService,
    private readonly passwords: PasswordsService,
    private readonly actor: CurrentActor,
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
   * @throws DomainError IAM_EMAIL_TAKEN, IAM_WEAK_PASSWORD, IAM_ROLE_ABOVE_OWN, IAM_SITES_ABOVE_OWN, CORE_NOT_FOUND for a
   * site out of scope, CORE_VALIDATION_FAILED for an unknown role
   */
  async create(input: NewUser): Promise<UserView> {
    const role = await this.roles.byKey(input.role);
    this.roles.assertWithinOwn(role);
    const { name, language = 'id', allSites = false, siteIds = [] } = input;
    const email = input.email.toLowerCase();
    // why: hashing takes its time, so it does not hold a transaction open
    const passwordHash =
      input.password === undefined ? null : await this.passwords.hashOf(input.password, { email, name }, 'password');
    const id = uuidv7();
    return this.database.transaction(async () => {
      await this.assertSitesWithinOwn(allSites, siteIds);
      if (!(await this.users.insert({ id, email, name, passwordHash, roleId: role.id, allSites, language }))) {
        throw IamErrors.EMAIL_TAKEN();
      }
      await this.users.setSites(id, siteIds);
      return this.get(id);
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
      await this.assertSitesWithinOwn(edit.allSites ?? user.allSites, edit.siteIds ?? user.siteIds);
      const leaves = present.allPermissions && (edit.status === 'DISABLED' || wanted?.allPermissions === false);
      if (leaves && !(await this.users.hasOwner({ besides: id, active: true }))) throw IamErrors.LAST_OWNER();
      if (!(await this.users.update(id, version, patchOf(edit, wanted?.id)))) throw CoreErrors.STALE_VERSION();
      if (edit.siteIds !== undefined) await this.users.setSites(id, edit.siteIds);
      await this.endTokens(id, edit);
      return this.get(id);
    });
  }

  private async endTokens(id: string, edit: UserEdit): Promise<void> {
    const changesAccess = [edit.role, edit.allSites, edit.siteIds, edit.status].some((value) => value !== undefined);
    if (changesAccess) await this.users.raiseTokenVersion(id);
    if (edit.status === 'DISABLED') await this.signIns.revokeAll(id, 'USER_CHANGED');
  }

  private async assertSitesWithinOwn(allSites: boolean, siteIds: readonly string[]): Promise<void> {
    if (allSites && this.actor.siteIds() !== null) throw IamErrors.SITES_ABOVE_OWN();
    const known = new Set((await this.sites.all()).map((site) => site.id));
    const unknown = siteIds.find((siteId) => !known.has(siteId));
    if (unknown !== undefined) throw CoreErrors.NOT_FOUND({ what: 'site', id: unknown });
  }
}

function patchOf(edit: UserEdit, roleId: string | undefined): UserPatch {
  const { name, allSites, status, language } = edit;
  return {
    ...(name === undefined ? {} : { name }),
    ...(allSites === undefined ? {} : { allSites }),
    ...(status === undefined ? {} : { status }),
    ...(language === undefined ? {} : { language }),
    ...(roleId === undefined ? {} : { roleId }),
  };
}
