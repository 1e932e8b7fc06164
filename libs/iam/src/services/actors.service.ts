import { Injectable } from '@nestjs/common';
import { type Actor, type ActorScope, isNarrowed, permissionCatalogue } from '@app/platform';
import { expandGrants, type Grant } from '../domain/grants';
import { IamConfig } from '../iam.config';
import { type BearerRow, SignInsRepository } from '../repositories/sign-ins.repository';
import { LRUCache } from 'lru-cache';
import { type AccessClaims } from './access-tokens.service';

/** A member of staff who makes a request. */
export interface StaffActor extends Actor {
  /** Has to enrol TOTP first and may do nothing else (billing.md A5). */
  readonly mustEnrolTotp: boolean;
}

/** Turns the claims of an access token into the actor that they stand for now. */
@Injectable()
export class ActorsService {
  /** What grants come to, by the grants: the same at every request of everybody with that role. */
  private readonly resolved = new LRUCache<string, ReadonlySet<string>>({ max: 500 });

  constructor(
    private readonly signIns: SignInsRepository,
    private readonly config: IamConfig,
  ) {}

  /** Undefined once the sign-in is revoked or over, the user disabled, or his token version raised (billing.md A6). */
  async ofClaims({ sid, sub, tv }: AccessClaims): Promise<StaffActor | undefined> {
    const bearer = await this.signIns.bearer(sid, sub, tv);
    if (!bearer) return undefined;
    const scope = scopeOf(bearer);
    return {
      kind: 'user',
      id: bearer.id,
      name: bearer.name,
      permissions: this.permissionsOf(scope, bearer),
      scope,
      sessionId: sid,
      mustEnrolTotp: bearer.lacksTotp && this.config.totpEnforced,
    };
  }

  private permissionsOf(scope: ActorScope, bearer: BearerRow): ReadonlySet<string> {
    const whole = scope.siteIds === 'all' && !isNarrowed(scope);
    const key = JSON.stringify([whole, bearer.allPermissions, bearer.permissions]);
    const known = this.resolved.get(key) ?? permissionsWithin(scope, bearer);
    this.resolved.set(key, known);
    return known;
  }
}

/** What decides about the permissions of a role. */
export interface PermissionSource {
  allPermissions: boolean;
  permissions: readonly Grant[];
}

/** Every permission that a role holds, out of those that exist. */
export function permissionsOf(role: PermissionSource): Set<string> {
  const catalogue = permissionCatalogue().map(({ key }) => key);
  return role.allPermissions ? new Set(catalogue) : expandGrants(role.permissions, catalogue);
}

/** The same for somebody of this scope: what concerns the whole installation is only for who sees all of it. */
export function permissionsWithin(scope: ActorScope, role: PermissionSource): Set<string> {
  const held = permissionsOf(role);
  if (scope.siteIds === 'all' && !isNarrowed(scope)) return held;
  for (const { key, reach } of permissionCatalogue()) if (reach === 'installation') held.delete(key);
  return held;
}

/** Whose data the bearer of these rows may see. */
export function scopeOf(
  bearer: Pick<BearerRow, 'allSites' | 'siteIds' | 'areaLimited' | 'areaIds' | 'resellerId' | 'customerId'>,
): ActorScope {
  return {
    siteIds: bearer.allSites ? 'all' : bearer.siteIds,
    areaIds: bearer.areaLimited ? bearer.areaIds : null,
    resellerId: bearer.resellerId,
    customerId: bearer.customerId,
  };
}
