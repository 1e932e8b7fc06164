import { Injectable } from '@nestjs/common';
import { MikrotikErrors } from '../mikrotik.errors';
import { PlainPolicy } from '../network/plain-policy';
import { RouterNetworkGuard } from '../network/router-network-guard';
import { type RouterReach } from '../repositories/router.repository';
import { defaultPort, isCertificate } from '../transport';

/** How a router may be reached, checked before it is stored. */
@Injectable()
export class RouterReachRules {
  constructor(
    private readonly network: RouterNetworkGuard,
    private readonly plain: PlainPolicy,
  ) {}

  /**
   * What was given, and defaults for the rest.
   *
   * @throws DomainError as {@link assertAllowed}
   */
  complete(given: Pick<RouterReach, 'host'> & Partial<RouterReach>): RouterReach {
    const { protocol = 'API', tlsMode = 'PLAIN', codePage = 'windows-1252', caPem = null, host } = given;
    const { port = defaultPort(protocol, tlsMode), anonymousTlsAllowed = false } = given;
    const { plainAllowed = tlsMode === 'PLAIN' && this.plain.allowedByDefault } = given;
    const reach = { host, port, protocol, tlsMode, caPem, plainAllowed, anonymousTlsAllowed, codePage };
    this.assertAllowed(reach);
    return reach;
  }

  /**
   * @throws DomainError MIKROTIK_HOST_NOT_ALLOWED, MIKROTIK_PORT_NOT_ALLOWED, MIKROTIK_PLAIN_NOT_ALLOWED,
   * MIKROTIK_CA_NOT_VALID
   */
  assertAllowed(reach: RouterReach): void {
    this.network.assertPlausible(reach.host, reach.port);
    this.plain.assertAllowed(reach);
    if (reach.tlsMode === 'CA' && !isCertificate(reach.caPem ?? '')) throw MikrotikErrors.CA_NOT_VALID();
  }
}
