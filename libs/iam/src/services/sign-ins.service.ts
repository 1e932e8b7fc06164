import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, fail, ok, type Result, uuidv7 } from '@app/core';
import { AuditLog, Database } from '@app/platform';
import { hashToken, newOpaqueToken } from '../crypto/opaque-token';
import { IamConfig } from '../iam.config';
import { IamErrors } from '../iam.errors';
import { type RevokeReason, type SignIn, SignInsRepository } from '../repositories/sign-ins.repository';
import { UsersRepository, type UserView } from '../repositories/users.repository';
import { AccessTokensService } from './access-tokens.service';

/** From where somebody signs in. */
export interface Device {
  ip: string;
  userAgent: string;
  /** Cookie by which a browser is known again. */
  token?: string;
}

/** Fresh credentials. The refresh token works once. */
export interface Session {
  accessToken: string;
  expiresInSeconds: number;
  refreshToken: string;
  /** How long the refresh token may be kept. */
  refreshSeconds: number;
  user: UserView;
}

const DAY_SECONDS = 86_400;

/** Sign-ins: opened by whoever has checked the credentials, kept alive by rotating refresh tokens (billing.md A6). */
@Injectable()
export class SignInsService {
  constructor(
    private readonly database: Database,
    private readonly signIns: SignInsRepository,
    private readonly users: UsersRepository,
    private readonly tokens: AccessTokensService,
    private readonly config: IamConfig,
    private readonly audit: AuditLog,
  ) {}

  /** Opens a sign-in of a user whose credentials were checked. Joins the caller's transaction. */
  @Transactional()
  async open(userId: string, device: Device): Promise<Session> {
    const id = uuidv7();
    await this.signIns.insert({
      id,
      userId,
      ip: device.ip,
      userAgent: device.userAgent.slice(0, 300),
      lifeSeconds: this.config.sessionMaxDays * DAY_SECONDS,
    });
    const session = await this.session(id, userId);
    const { name } = session.user;
    await this.audit.record({
      action: 'auth.login.ok',
      actor: { kind: 'user', id: userId, name },
      subject: { type: 'user', id: userId },
      after: { signInId: id, userAgent: device.userAgent.slice(0, 300) },
    });
    return session;
  }

  /**
   * Trades a refresh token for new credentials. One that was used before means that somebody else has a copy: the whole
   * sign-in is revoked.
   *
   * @throws DomainError IAM_REFRESH_REFUSED
   */
  async refresh(token: string): Promise<Session> {
    // why: the revocation must be committed, so the transaction answers instead of throwing
    const result = await this.database.transaction(() => this.rotate(hashToken(token)));
    if (!result.ok) throw IamErrors.REFRESH_REFUSED();
    return result.value;
  }

  async list(userId: string): Promise<SignIn[]> {
    return this.signIns.active(userId);
  }

  /** @throws DomainError CORE_NOT_FOUND unless it is a sign-in of this user that still holds */
  async revoke(id: string, userId: string, reason: RevokeReason = 'REVOKED'): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.signIns.revoke(id, userId, reason))) throw CoreErrors.NOT_FOUND({ what: 'session', id });
      const action = reason === 'LOGOUT' ? 'auth.logout' : 'auth.session.revoked';
      await this.audit.record({ action, subject: { type: 'user', id: userId }, after: { signInId: id, reason } });
    });
  }

  /** Ends every sign-in of a user but `except`. Joins the caller's transaction. */
  @Transactional()
  async revokeAll(userId: string, reason: RevokeReason, except?: string): Promise<void> {
    await this.signIns.revokeAll(userId, reason, except);
    await this.audit.record({
      action: 'auth.sessions.revoked',
      subject: { type: 'user', id: userId },
      after: { reason },
    });
  }

  /** Takes the tokens of a sign-in and gives it new ones. Joins the caller's transaction. */
  async renew(signInId: string, userId: string): Promise<Session> {
    await this.signIns.dropTokens(signInId);
    return this.session(signInId, userId);
  }

  /** New tokens for a sign-in that goes on, after the user's token version was raised. */
  async session(signInId: string, userId: string): Promise<Session> {
    const user = await this.users.findSelf(userId);
    if (!user) throw CoreErrors.NOT_FOUND({ what: 'user', id: userId });
    const refreshToken = newOpaqueToken();
    await this.signIns.addToken(signInId, hashToken(refreshToken));
    return {
      accessToken: await this.tokens.sign({ sub: userId, sid: signInId, tv: user.tokenVersion }),
      expiresInSeconds: this.tokens.lifeSeconds,
      refreshToken,
      refreshSeconds: this.config.sessionIdleDays * DAY_SECONDS,
      user,
    };
  }

  private async rotate(hash: Buffer): Promise<Result<Session, 'REFUSED'>> {
    const state = await this.signIns.lockByToken(hash, this.config.sessionIdleDays * DAY_SECONDS);
    if (!state?.alive) return fail('REFUSED');
    if (state.used) {
      await this.signIns.revoke(state.signInId, state.userId, 'TOKEN_REUSED');
      const subject = { type: 'user', id: state.userId };
      await this.audit.record({ action: 'auth.refresh.reused', subject, after: { signInId: state.signInId } });
      return fail('REFUSED');
    }
    const user = await this.users.findSelf(state.userId);
    if (user?.status !== 'ACTIVE') return fail('REFUSED');
    await this.signIns.markUsed(hash, state.signInId);
    return ok(await this.session(state.signInId, state.userId));
  }
}
