import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '@app/platform';
import { MikrotikErrors } from '../mikrotik.errors';
import { RouterNetworkConfig } from './router-network.config';
import { isHost, Networks } from './networks';

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** Keeps the product from being sent to addresses where no router may be. */
@Injectable()
export class RouterNetworkGuard {
  private readonly allowed: Networks;

  constructor(config: RouterNetworkConfig, app: AppConfig) {
    const loopback = app.demo || app.environment === 'test' ? LOOPBACK : [];
    this.allowed = new Networks([...config.allowed, ...loopback]);
  }

  /**
   * The address to connect to. Names are resolved here and only here, so that what was checked is what is used.
   *
   * @throws DomainError MIKROTIK_HOST_NOT_ALLOWED when one of the host's addresses is outside, MIKROTIK_HOST_UNKNOWN
   */
  async resolve(host: string): Promise<string> {
    if (!isHost(host)) throw MikrotikErrors.HOST_NOT_ALLOWED({ host });
    const addresses = isIP(host) === 0 ? await this.lookUp(host) : [host];
    const [first] = addresses;
    if (first === undefined) throw MikrotikErrors.HOST_UNKNOWN({ host });
    if (!addresses.every((address) => this.allowed.has(address))) throw MikrotikErrors.HOST_NOT_ALLOWED({ host });
    return first;
  }

  /**
   * Refuses what can be refused without asking DNS; names are checked at every connection.
   *
   * @throws DomainError MIKROTIK_HOST_NOT_ALLOWED
   */
  assertPlausible(host: string): void {
    const ok = isHost(host) && (isIP(host) === 0 || this.allowed.has(host));
    if (!ok) throw MikrotikErrors.HOST_NOT_ALLOWED({ host });
  }

  private async lookUp(host: string): Promise<string[]> {
    try {
      return (await lookup(host, { all: true })).map(({ address }) => address);
    } catch (error) {
      throw Object.assign(MikrotikErrors.HOST_UNKNOWN({ host }), { cause: error });
    }
  }
}
