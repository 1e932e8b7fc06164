import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { HostResolver } from './host-resolver';
import { canonicalAddress } from './networks';
import { OwnServices } from './own-services';

/** Says of a canonical address whether a kind of connection may go there. */
export type AddressRule = (address: string) => boolean;

/** `address`: connect exactly there. `unknown`: no such name. `denied`: one of its addresses is out of bounds. */
export type Checked = { readonly address: string } | 'unknown' | 'denied';

/**
 * Resolves a host once and checks every address that it has (billing.md S1). The caller connects to the address that comes
 * back and to nothing else, so a name that resolves differently a moment later gains nothing. Our own PostgreSQL and Redis are
 * denied by address and port, whatever the rule says.
 */
@Injectable()
export class AddressGuard {
  constructor(
    private readonly resolver: HostResolver,
    private readonly own: OwnServices,
  ) {}

  /** @param mayEnter also asked about literal addresses */
  async check(host: string, port: number, mayEnter: AddressRule): Promise<Checked> {
    const addresses = await this.addressesOf(host);
    const [first] = addresses;
    if (first === undefined) return 'unknown';
    for (const address of addresses) {
      if (!mayEnter(address) || (await this.own.at(address, port)) === 'endpoint') return 'denied';
    }
    return { address: first };
  }

  private async addressesOf(host: string): Promise<string[]> {
    const literal = isIP(host) === 0 ? undefined : canonicalAddress(host);
    if (literal !== undefined) return [literal];
    const found = await this.resolver.resolve(host).catch(() => []); // why: whatever DNS says, it gave no address
    return found.flatMap((address) => canonicalAddress(address) ?? []);
  }
}
