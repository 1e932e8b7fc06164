import { formatUptime } from '../../engine/durations';
import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { DynamicRows } from '../dynamic-rows';
import { parseRateLimit, Traffic } from '../traffic';

export interface BindingTerms {
  readonly lease: Row;
  readonly server: Row;
  readonly mac: string;
  readonly address: string;
  readonly hostName: string;
  readonly leaseMs: number;
}

/** A lease that a device holds, with everything that the router does for it. */
export class DhcpBinding {
  private readonly rows: DynamicRows;
  private readonly traffic: Traffic;
  private readonly since: number;
  private renewedAt: number;
  private applied = '';

  constructor(
    private readonly router: RouterState,
    readonly terms: BindingTerms,
  ) {
    this.rows = new DynamicRows(router);
    this.since = router.clock.uptimeMs();
    this.renewedAt = this.since;
    this.traffic = new Traffic(terms.mac, parseRateLimit(terms.lease.get('rate-limit')), () => this.ageMs());
    this.showOn(terms.lease);
    this.apply();
  }

  get expiresInMs(): number {
    return this.renewedAt + this.terms.leaseMs - this.router.clock.uptimeMs();
  }

  renew(): void {
    this.renewedAt = this.router.clock.uptimeMs();
  }

  /**
   * Address lists, queue and ARP entry as the lease says now. why: that a change of the lease works at once is
   * unverified on hardware.
   */
  apply(): void {
    const { lease, server } = this.terms;
    const wanted = ['address-lists', 'rate-limit'].map((name) => lease.get(name) ?? '').join('\0');
    if (wanted === this.applied) return;
    this.applied = wanted;
    this.rows.dismantle();
    const lists = [lease.get('address-lists'), server.get('address-lists')].filter((list) => (list ?? '') !== '');
    this.rows.list(lists.join(','), this.terms.address);
    this.showQueue();
    if (server.get('add-arp') === 'true') this.showArp();
  }

  dismantle(): void {
    this.rows.dismantle();
    const { lease } = this.terms;
    for (const name of ['expires-after', 'age']) lease.show(name, () => undefined);
    lease.show('last-seen', () => formatUptime(this.router.clock.uptimeMs() - this.renewedAt));
  }

  private ageMs(): number {
    return this.router.clock.uptimeMs() - this.since;
  }

  private showOn(lease: Row): void {
    lease.show('expires-after', () => formatUptime(this.expiresInMs));
    lease.show('last-seen', () => formatUptime(this.router.clock.uptimeMs() - this.renewedAt));
    lease.show('age', () => formatUptime(this.ageMs()));
  }

  private showQueue(): void {
    const limit = parseRateLimit(this.terms.lease.get('rate-limit'));
    if (limit === null) return;
    const { traffic } = this;
    const both = (up: bigint, down: bigint): string => `${up}/${down}`;
    const name = `dhcp-ds<${this.terms.mac}>`; // why: the name on hardware is unverified
    this.rows.show(
      '/queue/simple',
      { name, target: `${this.terms.address}/32`, 'max-limit': both(limit.upload, limit.download) },
      {
        bytes: () => both(traffic.uploaded(), traffic.downloaded()),
        rate: () => both(traffic.rate().upload, traffic.rate().download),
      },
    );
  }

  private showArp(): void {
    const { mac, address, server } = this.terms;
    const values = { address, 'mac-address': mac, interface: server.get('interface') ?? '', DHCP: 'true' };
    this.rows.show('/ip/arp', values);
  }
}
