import { Injectable } from '@nestjs/common';
import { type Actor, permissionCatalogue } from '@app/platform';
import { expandGrants } from '../domain/grants';
import { SignInsRepository } from '../repositories/sign-ins.repository';
import { type AccessClaims } from './access-tokens.service';

/** Turns the claims of an access token into the actor that they stand for now. */
@Injectable()
export class ActorsService {
  constructor(private readonly signIns: SignInsRepository) {}

  /** Undefined once the sign-in is revoked or over, the user disabled, or his token version raised (billing.md A6). */
  async ofClaims({ sid, sub, tv }: AccessClaims): Promise<Actor | undefined> {
    const bearer = await this.signIns.bearer(sid, sub, tv);
    if (!bearer) return undefined;
    return {
      kind: 'user',
      id: bearer.id,
      name: bearer.name,
      permissions: permissionsOf(bearer),
      scope: bearer.allSites ? { all: true } : { all: false, siteIds: bearer.siteIds },
      sessionId: sid,
    };
  }
}

/** Every permission that a role holds, out of those that exist. */
export function permissionsOf(role: { allPermissions: boolean; permissions: readonly string[] }): Set<string> {
  const catalogue = permissionCatalogue().map(({ key }) => key);
  return role.allPermissions ? new Set(catalogue) : expandGrants(role.permissions, catalogue);
}
