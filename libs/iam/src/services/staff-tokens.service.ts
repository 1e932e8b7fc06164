import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, uuidv7 } from '@app/core';
import { SignInsRepository } from '../repositories/sign-ins.repository';
import { UsersRepository } from '../repositories/users.repository';
import { AccessTokensService } from './access-tokens.service';

/** Access tokens for commands of the operator, who holds the server anyway. */
@Injectable()
export class StaffTokens {
  constructor(
    private readonly users: UsersRepository,
    private readonly signIns: SignInsRepository,
    private readonly tokens: AccessTokensService,
  ) {}

  /**
   * An access token of the usual short life, without a refresh token. It shows among the user's sessions and can be
   * revoked there.
   *
   * @throws DomainError CORE_NOT_FOUND for a user who is unknown or disabled
   */
  @Transactional()
  async issueFor(userId: string, purpose = 'cli'): Promise<string> {
    const user = await this.users.find(userId);
    if (user?.status !== 'ACTIVE') throw CoreErrors.NOT_FOUND({ what: 'user', id: userId });
    const id = uuidv7();
    await this.signIns.insert({ id, userId, ip: '', userAgent: purpose, lifeSeconds: this.tokens.lifeSeconds });
    return this.tokens.sign({ sub: userId, sid: id, tv: user.tokenVersion });
  }
}
