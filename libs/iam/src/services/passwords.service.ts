import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { AuditLog, Database } from '@app/platform';
import { PasswordHasher } from '../crypto/password-hasher';
import { type PasswordOwner, type PasswordWeakness, passwordWeakness } from '../domain/password-rules';
import { IamErrors } from '../iam.errors';
import { OneTimeTokensRepository } from '../repositories/one-time-tokens.repository';
import { SignInSourcesRepository } from '../repositories/sign-in-sources.repository';
import { UsersRepository } from '../repositories/users.repository';
import { ReauthenticationService } from './reauthentication.service';
import { type Session, SignInsService } from './sign-ins.service';

const REASONS: Readonly<Record<PasswordWeakness, { id: string; en: string }>> = {
  TOO_SHORT: { id: 'paling sedikit 8 karakter', en: 'must have at least 8 characters' },
  TOO_LONG: { id: 'paling banyak 200 karakter', en: 'must have at most 200 characters' },
  TOO_COMMON: { id: 'terlalu sering dipakai orang', en: 'is among the most common passwords' },
  ABOUT_THE_OWNER: { id: 'berasal dari nama atau alamat surel', en: 'is made of the name or the e-mail address' },
  TOO_SIMPLE: { id: 'hanya pengulangan atau urutan', en: 'is only a repetition or a sequence' },
};

/** Sets passwords by the rules (billing.md A1). */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly signIns: SignInsService,
    private readonly sources: SignInSourcesRepository,
    private readonly tokens: OneTimeTokensRepository,
    private readonly hasher: PasswordHasher,
    private readonly reauthentication: ReauthenticationService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Changes the user's own password: every other sign-in ends, this one goes on with new tokens.
   *
   * @throws DomainError IAM_WRONG_PASSWORD, IAM_WEAK_PASSWORD, IAM_SIGN_IN_DELAYED after too many wrong ones
   */
  async change(userId: string, signInId: string, passwords: { current: string; next: string }): Promise<Session> {
    const user = await this.reauthentication.verify(userId, passwords.current);
    const hash = await this.hashOf(passwords.next, user, 'newPassword');
    return this.database.transaction(async () => {
      await this.replace(userId, hash, signInId);
      return this.signIns.renew(signInId, userId);
    });
  }

  /**
   * Puts a new hash in place: access tokens become worthless, sign-ins (but `except`) end, links for a reset too, and
   * devices have to prove themselves again.
   */
  @Transactional()
  async replace(userId: string, hash: string, except?: string): Promise<void> {
    await this.users.setPasswordHash(userId, hash);
    await this.users.raiseTokenVersion(userId);
    await this.signIns.revokeAll(userId, 'PASSWORD_CHANGED', except);
    await this.tokens.consumeAll('PASSWORD_RESET', userId);
    await this.sources.forget(userId);
    await this.audit.record({ action: 'user.password.changed', subject: { type: 'user', id: userId } });
  }

  /**
   * The hash of a password that the rules let pass.
   *
   * @param field where it stands in the request
   * @throws DomainError IAM_WEAK_PASSWORD
   */
  async hashOf(password: string, owner: PasswordOwner, field: string): Promise<string> {
    const weakness = passwordWeakness(password, owner);
    if (weakness) throw IamErrors.WEAK_PASSWORD({}, [{ path: field, code: weakness, message: REASONS[weakness] }]);
    return this.hasher.hash(password);
  }
}
