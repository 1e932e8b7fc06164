import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { PasswordHasher } from '../crypto/password-hasher';
import { type PasswordWeakness, passwordWeakness } from '../domain/password-rules';
import { IamErrors } from '../iam.errors';
import { SignInsRepository } from '../repositories/sign-ins.repository';
import { UsersRepository } from '../repositories/users.repository';
import { type Session, SignInsService } from './sign-ins.service';

const REASONS: Readonly<Record<PasswordWeakness, { id: string; en: string }>> = {
  TOO_SHORT: { id: 'paling sedikit 8 karakter', en: 'must have at least 8 characters' },
  TOO_LONG: { id: 'paling banyak 200 karakter', en: 'must have at most 200 characters' },
  TOO_COMMON: { id: 'terlalu sering dipakai orang', en: 'is among the most common passwords' },
  CONTAINS_EMAIL: { id: 'sama dengan alamat surel', en: 'is the e-mail address' },
  ONE_CHARACTER: { id: 'hanya satu karakter berulang', en: 'is one character repeated' },
};

/** Sets passwords by the rules (billing.md A1). */
@Injectable()
export class PasswordsService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly signIns: SignInsService,
    private readonly signInsRepository: SignInsRepository,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * Changes the user's own password: every other sign-in ends, this one goes on with new tokens.
   *
   * @throws DomainError IAM_WRONG_PASSWORD, IAM_WEAK_PASSWORD
   */
  async change(userId: string, signInId: string, passwords: { current: string; next: string }): Promise<Session> {
    const user = await this.users.credentials({ id: userId });
    const matches = await this.hasher.verify(passwords.current, user?.passwordHash);
    if (!user || !matches) throw IamErrors.WRONG_PASSWORD();
    const hash = await this.hashOf(passwords.next, user.email, 'newPassword');
    return this.database.transaction(async () => {
      await this.users.setPasswordHash(userId, hash);
      await this.users.raiseTokenVersion(userId);
      await this.signInsRepository.revokeAll(userId, 'PASSWORD_CHANGED', signInId);
      await this.signInsRepository.dropTokens(signInId);
      return this.signIns.session(signInId, userId);
    });
  }

  /**
   * The hash of a password that the rules let pass.
   *
   * @param field where it stands in the request
   * @throws DomainError IAM_WEAK_PASSWORD
   */
  async hashOf(password: string, email: string, field: string): Promise<string> {
    const weakness = passwordWeakness(password, email);
    if (weakness) throw IamErrors.WEAK_PASSWORD({}, [{ path: field, code: weakness, message: REASONS[weakness] }]);
    return this.hasher.hash(password);
  }
}
