import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { AddressGuard } from './address-guard';
import { canonicalAddress, isHost, Networks, SPECIAL_NETWORKS } from './networks';
import { OutboundConfig } from './outbound.config';
import { OutboundErrors } from './outbound.errors';
import { isPortAmong } from './ports';

/** A URL that may be called, and the only address that it may be called at. */
export interface Target {
  url: URL;
  host: string;
  port: number;
  address: string;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 };

/** Decides which URLs the product may call: by form at once, by address at every call. */
@Injectable()
export class OutboundTargets {
  private readonly special = new Networks(SPECIAL_NETWORKS);
  private readonly allowed: Networks;

  constructor(
    private readonly guard: AddressGuard,
    private readonly config: OutboundConfig,
  ) {
    this.allowed = new Networks(config.allowedNetworks);
  }

  /**
   * Refuses what can be refused without asking DNS.
   *
   * @throws DomainError OUTBOUND_URL_REFUSED, OUTBOUND_ADDRESS_DENIED for a literal address
   */
  assertPlausible(text: string): Omit<Target, 'address'> {
    const target = URL.canParse(text) ? this.formOf(new URL(text)) : undefined;
    if (!target) throw OutboundErrors.URL_REFUSED({ ports: this.config.ports.join(', ') });
    const { host } = target;
    const literal = isIP(host) === 0 ? undefined : canonicalAddress(host);
    if (literal !== undefined && !this.mayEnter(literal)) throw OutboundErrors.ADDRESS_DENIED({ host });
    return target;
  }

  /** @throws DomainError as {@link assertPlausible}, OUTBOUND_UNREACHABLE when the name is unknown */
  async resolve(text: string): Promise<Target> {
    const target = this.assertPlausible(text);
    const checked = await this.guard.check(target.host, target.port, (address) => this.mayEnter(address));
    if (checked === 'unknown') throw OutboundErrors.UNREACHABLE({ reason: 'NAME_UNKNOWN' });
    if (checked === 'denied') throw OutboundErrors.ADDRESS_DENIED({ host: target.host });
    return { ...target, address: checked.address };
  }

  /** Undefined when the form alone is not allowed. */
  private formOf(url: URL): Omit<Target, 'address'> | undefined {
    const defaultPort = DEFAULT_PORTS[url.protocol];
    if (defaultPort === undefined || (url.protocol === 'http:' && !this.config.allowHttp)) return undefined;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = url.port === '' ? defaultPort : Number(url.port);
    const anonymous = url.username === '' && url.password === '';
    return anonymous && isHost(host) && isPortAmong(port, this.config.ports) ? { url, host, port } : undefined;
  }

  private mayEnter(address: string): boolean {
    return !this.special.has(address) || this.allowed.has(address);
  }
}
