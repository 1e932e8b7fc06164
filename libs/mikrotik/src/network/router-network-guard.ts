import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { AddressGuard, AppConfig, isHost, isPortAmong, Networks } from '@app/platform';
import { MikrotikErrors } from '../mikrotik.errors';
import { RouterNetworkConfig } from './router-network.config';

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** Keeps the product from being sent to addresses where no router may be (billing.md S1). */
@Injectable()
export class RouterNetworkGuard {
  private readonly allowed: Networks;

  constructor(
    private readonly config: RouterNetworkConfig,
    app: AppConfig,
    private readonly guard: AddressGuard,
  ) {
    const loopback = app.demo || app.environment === 'test' ? LOOPBACK : [];
    this.allowed = new Networks([...config.allowed, ...loopback]);
  }

  /**
   * The address to connect to. Names are resolved here and only here, so that what was checked is what is used.
   *
   * @throws DomainError MIKROTIK_HOST_NOT_ALLOWED when one of the host's addresses is outside or our own database,
   * MIKROTIK_PORT_NOT_ALLOWED, MIKROTIK_HOST_UNKNOWN
   */
  async resolve(host: string, port: number): Promise<string> {
    this.assertPlausible(host, port);
    const checked = await this.guard.check(host, port, (address) => this.allowed.has(address));
    if (checked === 'unknown') throw MikrotikErrors.HOST_UNKNOWN({ host });
    if (checked === 'denied') throw MikrotikErrors.HOST_NOT_ALLOWED({ host });
    return checked.address;
  }

  /**
   * Refuses what can be refused without asking DNS; names are checked at every connection.
   *
   * @throws DomainError MIKROTIK_HOST_NOT_ALLOWED, MIKROTIK_PORT_NOT_ALLOWED
   */
  assertPlausible(host: string, port?: number): void {
    const ok = isHost(host) && (isIP(host) === 0 || this.allowed.has(host));
    if (!ok) throw MikrotikErrors.HOST_NOT_ALLOWED({ host });
    if (port !== undefined && !isPortAmong(port, this.config.ports)) throw MikrotikErrors.PORT_NOT_ALLOWED({ port });
  }
}
