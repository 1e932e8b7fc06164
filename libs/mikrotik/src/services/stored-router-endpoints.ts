import { Injectable } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { SecretBox } from '@app/platform';
import { RouterNetworkGuard } from '../network/router-network-guard';
import { PlainPolicy } from '../network/plain-policy';
import { RouterEndpoints, type VersionedEndpoint } from '../pool';
import { anotherCertificate } from '../transport';
import { type RouterAccess } from '../entities/router.entity';
import { MikrotikConfig } from '../mikrotik.config';
import { MikrotikErrors } from '../mikrotik.errors';
import { RouterRepository } from '../repositories/router.repository';
import { passwordPlace, pendingPlace, RouterPasswords } from '../security/router-passwords';
import { RouterIdentity } from './router-identity.service';

/** {@link RouterEndpoints} out of the registry: opens the sealed password and resolves the host within the allowed networks. */
@Injectable()
export class StoredRouterEndpoints extends RouterEndpoints {
  constructor(
    private readonly routers: RouterRepository,
    private readonly secrets: SecretBox,
    private readonly network: RouterNetworkGuard,
    private readonly plain: PlainPolicy,
    private readonly passwords: RouterPasswords,
    private readonly identities: RouterIdentity,
    private readonly config: MikrotikConfig,
  ) {
    super();
  }

  async endpoint(routerId: string): Promise<VersionedEndpoint> {
    const access = await this.routers.access(routerId);
    if (!access) throw CoreErrors.NOT_FOUND({ what: 'router', id: routerId });
    if (access.mode === 'DISABLED') throw MikrotikErrors.ROUTER_DISABLED();
    this.plain.assertAllowed(access);
    return {
      host: await this.network.resolve(access.host, access.port),
      port: access.port,
      protocol: access.protocol,
      tlsMode: access.tlsMode,
      caPem: access.caPem ?? undefined,
      anonymousTls: access.anonymousTlsAllowed,
      codePage: access.codePage,
      fingerprint: access.tlsFingerprint ?? undefined,
      username: access.username,
      password: this.secrets.open(access.passwordSealed, passwordPlace(routerId)),
      version: access.version,
      pending: this.pending(access),
      admit: this.admission(access),
    };
  }

  async pin(routerId: string, fingerprint: string): Promise<void> {
    if (!(await this.routers.pin(routerId, fingerprint))) throw anotherCertificate(fingerprint);
  }

  versions(routerIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.routers.versions(routerIds);
  }

  private pending({ id, pendingSealed }: RouterAccess): VersionedEndpoint['pending'] {
    if (pendingSealed === null) return undefined;
    return {
      password: this.secrets.open(pendingSealed, pendingPlace(id)),
      works: async () => {
        await this.passwords.promote(id, pendingSealed);
      },
    };
  }

  private admission({ id, serialNumber, identityState }: RouterAccess): VersionedEndpoint['admit'] {
    const pinned = { serial: serialNumber ?? undefined, mismatched: identityState === 'IDENTITY_MISMATCH' };
    return (transport) => this.identities.admit(id, pinned, transport, this.config.commandTimeoutMs);
  }
}
