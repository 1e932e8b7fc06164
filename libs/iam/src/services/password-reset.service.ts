import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { uuidv7 } from '@app/core';
import { AppConfig, Database, Outbox, SecretBox } from '@app/platform';
import { hashToken, newOpaqueToken } from '../crypto/opaque-token';
import { PasswordResetRequested, resetTokenPlace } from '../events/password-reset-requested.event';
import { IamErrors } from '../iam.errors';
import { OneTimeTokensRepository } from '../repositories/one-time-tokens.repository';
import { UsersRepository } from '../repositories/users.repository';
import { PasswordsService } from './passwords.service';
import { SignInThrottle } from './sign-in-throttle.service';
import { type Device } from './sign-ins.service';

/** A link that the user opens to choose a password. */
export interface ResetLink {
  url: string;
  expiresAt: Date;
}

const REQUESTED_LIFE_SECONDS = 3_600;
const ISSUED_LIFE_SECONDS = 86_400;
/** So that nobody fills a mailbox by asking. */
const MOST_PER_HOUR = 3;
/** Every answer to a request takes as long, whether or not there is an account (billing.md A3). */
const ANSWER_AFTER_MS = 150;

/** A new password by a token that works once. */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly tokens: OneTimeTokensRepository,
    private readonly passwords: PasswordsService,
    private readonly throttle: SignInThrottle,
    private readonly outbox: Outbox,
    private readonly box: SecretBox,
    private readonly config: AppConfig,
  ) {}

  /**
   * Sends a token on its way to the owner of the address, by the event {@link PasswordResetRequested}: valid for an hour,
   * at most three an hour. Neither answer nor time tells whether there is one.
   */
  async request(email: string): Promise<void> {
    await Promise.all([this.send(email.toLowerCase()), pause(ANSWER_AFTER_MS)]);
  }

  /** A link to hand over in person, valid for a day. Whether somebody may is the caller's to check. */
  @Transactional()
  async issueLink(userId: string): Promise<ResetLink> {
    const token = newOpaqueToken();
    const expiresAt = await this.tokens.insert('PASSWORD_RESET', {
      hash: hashToken(token),
      lifeSeconds: ISSUED_LIFE_SECONDS,
      userId,
    });
    return { url: resetUrl(this.config.publicUrl, token), expiresAt };
  }

  /**
   * Uses a token up and sets the password: every sign-in of the user ends. Too weak a password leaves the token valid.
   *
   * @throws DomainError IAM_RESET_REFUSED, IAM_WEAK_PASSWORD
   */
  async confirm(token: string, password: string, device: Device): Promise<void> {
    const hash = hashToken(token);
    // why: without a valid token nobody makes the server hash passwords
    const found = await this.tokens.find('PASSWORD_RESET', hash);
    const user = found?.userId ? await this.users.findSelf(found.userId) : undefined;
    if (user?.status !== 'ACTIVE') throw IamErrors.RESET_REFUSED();
    const passwordHash = await this.passwords.hashOf(password, user, 'newPassword');
    await this.database.transaction(async () => {
      if (!(await this.tokens.consume('PASSWORD_RESET', hash))) throw IamErrors.RESET_REFUSED();
      await this.passwords.replace(user.id, passwordHash);
      await this.throttle.trust(user.id, device);
    });
  }

  @Transactional()
  private async send(email: string): Promise<void> {
    const user = await this.users.credentials({ email });
    if (user?.status !== 'ACTIVE') return;
    if ((await this.tokens.recent('PASSWORD_RESET', user.id)) >= MOST_PER_HOUR) return;
    const [tokenId, token] = [uuidv7(), newOpaqueToken()];
    await this.tokens.insert('PASSWORD_RESET', {
      id: tokenId,
      hash: hashToken(token),
      lifeSeconds: REQUESTED_LIFE_SECONDS,
      userId: user.id,
    });
    const sealedToken = this.box.seal(token, resetTokenPlace(tokenId));
    await this.outbox.publish(PasswordResetRequested, {
      key: tokenId,
      payload: { userId: user.id, tokenId, sealedToken },
    });
  }
}

/** why: what stands after # is not sent to any server, so it reaches neither logs nor Referer */
export const resetUrl = (publicUrl: string, token: string): string =>
  `${publicUrl.replace(/\/$/, '')}/reset-password#token=${token}`;
