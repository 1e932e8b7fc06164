import { Injectable } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { defineSealedColumn, SecretBox } from '@app/platform';
import { RouterNetworkGuard } from '../network/router-network-guard';
import { PlainPolicy } from '../network/plain-policy';
import { RouterEndpoints, type VersionedEndpoint } from '../pool';
import { anotherCertificate } from '../transport';
import { RouterRepository } from '../repositories/router.repository';

/** Where the sealed password of a router lives. */
export const passwordPlace = defineSealedColumn({ table: 'routers', column: 'password_sealed' }).place;

/** {@link RouterEndpoints} out of the registry: opens the sealed password and resolves the host within the allowed networks. */
@Injectable()
export class StoredRouterEndpoints extends RouterEndpoints {
  constructor(
    private readonly routers: RouterRepository,
    private readonly secrets: SecretBox,
    private readonly network: RouterNetworkGuard,
    private readonly plain: PlainPolicy,
  ) {
    super();
  }

  async endpoint(routerId: string): Promise<VersionedEndpoint> {
    const access = await this.routers.access(routerId);
    if (!access) throw CoreErrors.NOT_FOUND({ what: 'router', id: routerId });
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
    };
  }

  async pin(routerId: string, fingerprint: string): Promise<void> {
    if (!(await this.routers.pin(routerId, fingerprint))) throw anotherCertificate(fingerprint);
  }

  versions(routerIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.routers.versions(routerIds);
  }
}
