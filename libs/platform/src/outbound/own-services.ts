import { Injectable } from '@nestjs/common';
import { DatabaseConfig } from '../database/database.config';
import { RedisConfig } from '../redis/redis.config';
import { HostResolver } from './host-resolver';
import { canonicalAddress } from './networks';

interface Service {
  host: string;
  port: number;
}

/** The addresses of the product's own PostgreSQL and Redis, to which nobody else may send it (billing.md S1). */
@Injectable()
export class OwnServices {
  private readonly services: readonly Service[];
  private readonly lastKnown = new Map<string, readonly string[]>();

  constructor(
    database: DatabaseConfig,
    redis: RedisConfig,
    private readonly resolver: HostResolver,
  ) {
    this.services = [...serviceOf(database.url, 5432), ...serviceOf(redis.url, 6379)];
  }

  /**
   * Does one of them live at this address?
   *
   * @returns `endpoint` for the same address and port, `address` for the same address with another port
   * @throws Error when the name of one of them cannot be resolved and never was
   */
  async at(address: string, port: number): Promise<'endpoint' | 'address' | undefined> {
    let found: 'address' | undefined;
    for (const service of this.services) {
      if (!(await this.addressesOf(service.host)).includes(address)) continue;
      if (service.port === port) return 'endpoint';
      found = 'address';
    }
    return found;
  }

  private async addressesOf(host: string): Promise<readonly string[]> {
    try {
      const addresses = (await this.resolver.resolve(host)).map((address) => canonicalAddress(address) ?? address);
      this.lastKnown.set(host, addresses);
      return addresses;
    } catch (error) {
      const known = this.lastKnown.get(host);
      if (known) return known;
      throw error;
    }
  }
}

function serviceOf(url: string, defaultPort: number): Service[] {
  if (!URL.canParse(url)) return [];
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === '' ? [] : [{ host, port: port === '' ? defaultPort : Number(port) }];
}
