import { Injectable } from '@nestjs/common';
import { PasswordHasher } from '../crypto/password-hasher';
import { IamErrors } from '../iam.errors';
import { UsersRepository } from '../repositories/users.repository';
import { type Device, type Session, SignInsService } from './sign-ins.service';

/** Signs staff in by e-mail address and password. */
@Injectable()
export class LoginService {
  constructor(
    private readonly users: UsersRepository,
    private readonly signIns: SignInsService,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * An unknown address, a wrong password and a disabled account cannot be told apart, neither by the answer nor by its
   * time (billing.md A3). Hashes made with weaker parameters are renewed on the way (A2).
   *
   * @throws DomainError IAM_WRONG_CREDENTIALS, IAM_BUSY
   */
  async execute(email: string, password: string, device: Device): Promise<Session> {
    const user = await this.users.credentials({ email: email.toLowerCase() });
    const usable = user?.status === 'ACTIVE' ? user.passwordHash : null;
    const matches = await this.hasher.verify(password, usable);
    if (!user || !usable || !matches) throw IamErrors.WRONG_CREDENTIALS();
    if (this.hasher.isOutdated(usable)) await this.users.setPasswordHash(user.id, await this.hasher.hash(password));
    return this.signIns.open(user.id, device);
  }
}
