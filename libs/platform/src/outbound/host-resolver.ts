import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';

/** Turns host names into addresses; tests put their own in its place. */
export abstract class HostResolver {
  /** Every address of the host, an address as itself. @throws Error when the name is unknown */
  abstract resolve(host: string): Promise<string[]>;
}

/** {@link HostResolver} by the operating system, hosts file included. */
@Injectable()
export class SystemHostResolver extends HostResolver {
  async resolve(host: string): Promise<string[]> {
    if (isIP(host) !== 0) return [host];
    return (await lookup(host, { all: true })).map(({ address }) => address);
  }
}
