import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CurrentActor } from '@app/platform';
import { IamErrors } from '../iam.errors';
import { type SignIn, SignInsRepository } from '../repositories/sign-ins.repository';
import { UsersRepository } from '../repositories/users.repository';
import { PasswordResetService, type ResetLink } from './password-reset.service';
import { RolesService } from './roles.service';
import { SignInsService } from './sign-ins.service';
import { TotpService } from './totp.service';
import { UsersService } from './users.service';

/**
 * What an administrator does to the access of others: users of his scope, of roles not above his own (billing.md A6, Z4).
 *
 * Every method throws DomainError CORE_NOT_FOUND for a user out of scope; those that change something throw
 * IAM_ROLE_ABOVE_OWN.
 */
@Injectable()
export class UserSecurityService {
  constructor(
    private readonly users: UsersService,
    private readonly repository: UsersRepository,
    private readonly roles: RolesService,
    private readonly signIns: SignInsService,
    private readonly signInsRepository: SignInsRepository,
    private readonly totp: TotpService,
    private readonly resets: PasswordResetService,
    private readonly actor: CurrentActor,
  ) {}

  async sessions(userId: string): Promise<SignIn[]> {
    await this.users.get(userId);
    return this.signIns.list(userId);
  }

  /** Signs the user out everywhere. */
  @Transactional()
  async endSessions(userId: string): Promise<void> {
    await this.assertMay(userId);
    await this.signIns.revokeAll(userId, 'REVOKED');
  }

  /** @throws DomainError CORE_NOT_FOUND, also for a session of another user */
  @Transactional()
  async endSession(userId: string, signInId: string): Promise<void> {
    await this.assertMay(userId);
    await this.signIns.revoke(signInId, userId);
  }

  /**
   * Takes TOTP away from a user who lost his device, and signs him out everywhere. One's own is removed with a code.
   *
   * @throws DomainError IAM_OWN_ACCOUNT
   */
  @Transactional()
  async resetTotp(userId: string): Promise<void> {
    await this.assertMay(userId);
    this.assertOther(userId);
    await this.totp.removeAll(userId);
    await this.repository.raiseTokenVersion(userId);
    await this.signInsRepository.revokeAll(userId, 'USER_CHANGED');
  }

  /**
   * A link by which the user chooses a new password; the present one holds until then. One's own is changed with the
   * present one.
   *
   * @throws DomainError IAM_OWN_ACCOUNT
   */
  async issueResetLink(userId: string): Promise<ResetLink> {
    await this.assertMay(userId);
    this.assertOther(userId);
    return this.resets.issueLink(userId);
  }

  private assertOther(userId: string): void {
    if (this.actor.get().id === userId) throw IamErrors.OWN_ACCOUNT();
  }

  private async assertMay(userId: string): Promise<void> {
    const user = await this.users.get(userId);
    await this.roles.assertRoleIdWithinOwn(user.roleId);
  }
}
