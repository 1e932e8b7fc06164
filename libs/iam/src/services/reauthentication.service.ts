import { Injectable } from '@nestjs/common';
import { PasswordHasher } from '../crypto/password-hasher';
import { type User } from '../entities/user.entity';
import { IamErrors } from '../iam.errors';
import { UsersRepository } from '../repositories/users.repository';
import { SignInThrottle } from './sign-in-throttle.service';

/** Asks somebody signed in for his password once more, before what decides about his access is changed. */
@Injectable()
export class ReauthenticationService {
  constructor(
    private readonly users: UsersRepository,
    private readonly hasher: PasswordHasher,
    private readonly throttle: SignInThrottle,
  ) {}

  /** @throws DomainError IAM_WRONG_PASSWORD, IAM_SIGN_IN_DELAYED after too many, IAM_BUSY */
  async verify(userId: string, password: string): Promise<User> {
    const admission = await this.throttle.admitSelf(userId);
    const user = await this.users.credentials({ id: userId });
    const matches = await this.hasher.verify(password, user?.passwordHash);
    if (!user || !matches) throw IamErrors.WRONG_PASSWORD();
    await admission.forgive();
    return user;
  }
}
