import { Injectable } from '@nestjs/common';
import { defineSealedColumn, SecretBox } from '@app/platform';
import { RouterPasswordRepository } from '../repositories/router-password.repository';

/** Where the sealed password of a router lives, and the one that is on its way to it. */
export const passwordPlace = defineSealedColumn({ table: 'routers', column: 'password_sealed' }).place;
export const pendingPlace = defineSealedColumn({ table: 'routers', column: 'pending_password_sealed' }).place;
/** Of a router that is not registered yet. */
export const draftPlace = defineSealedColumn({ table: 'router_access_drafts', column: 'password_sealed' }).place;

/** Moves a router's pending password to where the present one is. */
@Injectable()
export class RouterPasswords {
  constructor(
    private readonly repository: RouterPasswordRepository,
    private readonly secrets: SecretBox,
  ) {}

  /** The router has accepted the pending password. False when that is known already, or another one is pending by now. */
  async promote(routerId: string, pendingSealed: string): Promise<boolean> {
    const password = this.secrets.open(pendingSealed, pendingPlace(routerId));
    const sealed = this.secrets.seal(password, passwordPlace(routerId));
    return this.repository.promote(routerId, pendingSealed, sealed);
  }
}
