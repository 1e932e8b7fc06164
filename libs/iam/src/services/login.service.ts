import { Injectable } from '@nestjs/common';
import { AuditLog } from '@app/platform';
import { PasswordHasher } from '../crypto/password-hasher';
import { type User } from '../entities/user.entity';
import { IamErrors } from '../iam.errors';
import { UsersRepository } from '../repositories/users.repository';
import { SignInThrottle } from './sign-in-throttle.service';
import { type Device, type Session, SignInsService } from './sign-ins.service';
import { type SecondFactor, TotpService } from './totp.service';

export interface Credentials extends SecondFactor {
  email: string;
  password: string;
}

/** What counts as a failed attempt. Being asked for the second factor does not. */
const FAILURES = [IamErrors.WRONG_CREDENTIALS, IamErrors.WRONG_TOTP, IamErrors.SIGN_IN_DELAYED];

/** Signs staff in by e-mail address and password, and by TOTP where the user has it. */
@Injectable()
export class LoginService {
  constructor(
    private readonly users: UsersRepository,
    private readonly signIns: SignInsService,
    private readonly hasher: PasswordHasher,
    private readonly totp: TotpService,
    private readonly throttle: SignInThrottle,
    private readonly audit: AuditLog,
  ) {}

  /**
   * An unknown address, a wrong password and a disabled account cannot be told apart, neither by the answer nor by its
   * time (billing.md A3). Hashes made with weaker parameters are renewed on the way (A2). With TOTP switched on, a code or a
   * recovery code is needed too, and used up (A5).
   *
   * @throws DomainError IAM_WRONG_CREDENTIALS, IAM_TOTP_REQUIRED, IAM_WRONG_TOTP, IAM_SIGN_IN_DELAYED, IAM_BUSY
   */
  async execute(credentials: Credentials, device: Device): Promise<Session> {
    try {
      return await this.signIn(credentials, device);
    } catch (error) {
      const failure = FAILURES.find((one) => one.matches(error));
      const email = credentials.email.toLowerCase();
      const after = { email, reason: failure?.().code };
      if (failure) await this.audit.note({ action: 'auth.login.failed', subject: { type: 'email', id: email }, after });
      throw error;
    }
  }

  private async signIn(credentials: Credentials, device: Device): Promise<Session> {
    const email = credentials.email.toLowerCase();
    const admission = await this.throttle.admit(email, device);
    const user = await this.checkPassword(email, credentials.password).catch(async (error: unknown) => {
      await admission.forgive(); // why: a server that is too busy to look has seen no guess
      throw error;
    });
    if (!user) throw IamErrors.WRONG_CREDENTIALS();
    if (await this.totp.isActive(user.id)) {
      if (credentials.totp === undefined && credentials.recoveryCode === undefined) {
        await admission.forgive(); // why: a guess of nothing; wiping earlier guesses of codes out would be too much
        throw IamErrors.TOTP_REQUIRED();
      }
      if (!(await this.totp.use(user.id, credentials))) throw IamErrors.WRONG_TOTP();
    }
    await admission.succeed(user.id);
    return this.signIns.open(user.id, device);
  }

  private async checkPassword(email: string, password: string): Promise<User | undefined> {
    const user = await this.users.credentials({ email });
    const usable = user?.status === 'ACTIVE' ? user.passwordHash : null;
    const matches = await this.hasher.verify(password, usable);
    if (!user || !usable || !matches) return undefined;
    if (this.hasher.isOutdated(usable)) await this.users.setPasswordHash(user.id, await this.hasher.hash(password));
    return user;
  }
}
