import { Injectable } from '@nestjs/common';
import { type Actor, type ActorScope, HttpConfig, RateLimiter } from '@app/platform';
import { permissionsWithin, scopeOf } from '../services/actors.service';
import { apiKeyProof, isForKeys } from './api-key';
import { type ApiKeyBearer, ApiKeysRepository } from './api-keys.repository';

const MINUTE_MS = 60_000;

/** Turns an API key into the actor that it stands for now: never more than its creator may do and see at this moment. */
@Injectable()
export class ApiKeyActors {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly limiter: RateLimiter,
    private readonly config: HttpConfig,
  ) {}

  /**
   * Undefined for a key that is unknown, revoked or expired, or whose creator is disabled.
   *
   * @throws DomainError HTTP_RATE_LIMITED
   */
  async ofKey(token: string): Promise<Actor | undefined> {
    const proof = apiKeyProof(token);
    const bearer = proof && (await this.keys.bearer(proof.prefix, proof.hash));
    if (!bearer) return undefined;
    const rule = { bucket: 'api-key', limit: this.config.apiKeyLimitPerMinute, windowMs: MINUTE_MS };
    await this.limiter.take(rule, bearer.keyId);
    const scope = narrowed(scopeOf(bearer), bearer);
    const held = permissionsWithin(scope, bearer);
    const permissions = bearer.keyPermissions.filter((permission) => held.has(permission) && isForKeys(permission));
    const key = { kind: 'api-key', id: bearer.keyId, name: bearer.keyName } as const;
    return { ...key, permissions: new Set(permissions), scope, onBehalfOf: bearer.id };
  }
}

function narrowed(scope: ActorScope, { keyAllSites, keySiteIds }: ApiKeyBearer): ActorScope {
  if (keyAllSites) return scope;
  const { siteIds } = scope;
  return { ...scope, siteIds: siteIds === 'all' ? keySiteIds : siteIds.filter((id) => keySiteIds.includes(id)) };
}
