import { Injectable } from '@nestjs/common';
import { SecretBox } from '@app/platform';
import { MikrotikErrors } from '../mikrotik.errors';
import { RouterPasswordRepository } from '../repositories/router-password.repository';
import { draftPlace, passwordPlace } from './router-passwords';

export interface GivenCredentials {
  siteId: string;
  username?: string;
  password?: string;
  accessDraftId?: string;
}

/** User and password of a router, sealed for their place. */
@Injectable()
export class RouterCredentials {
  constructor(
    private readonly repository: RouterPasswordRepository,
    private readonly secrets: SecretBox,
  ) {}

  /**
   * What was given, or what the access script has that was made for this router; a script serves once. Joins the caller's
   * transaction.
   *
   * @throws DomainError MIKROTIK_ACCESS_DRAFT_UNKNOWN
   */
  async forNew(routerId: string, given: GivenCredentials): Promise<{ username: string; passwordSealed: string }> {
    const { accessDraftId, username = '', password = '' } = given;
    if (accessDraftId === undefined) return { username, passwordSealed: this.seal(routerId, password) };
    const draft = await this.repository.takeDraft(accessDraftId);
    if (draft?.siteId !== given.siteId) throw MikrotikErrors.ACCESS_DRAFT_UNKNOWN();
    const made = this.secrets.open(draft.passwordSealed, draftPlace(draft.id));
    return { username: draft.username, passwordSealed: this.seal(routerId, made) };
  }

  /** For the column of the present password. */
  seal(routerId: string, password: string): string {
    return this.secrets.seal(password, passwordPlace(routerId));
  }
}
