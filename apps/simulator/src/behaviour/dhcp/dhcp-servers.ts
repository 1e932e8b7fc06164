import { parseIp } from '../../engine/addresses';
import { parseDuration } from '../../engine/durations';
import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { type AddressPools } from '../address-pools';
import { DhcpBinding } from './dhcp-binding';

export interface DhcpClient {
  readonly mac: string;
  readonly hostName?: string;
  /** Name of the DHCP server; the first one by default. */
  readonly server?: string;
}

export type DhcpResult =
  { readonly bound: true; readonly address: string } | { readonly bound: false; readonly reason: string };

interface KnownClient extends DhcpClient {
  /** In reach, so that it renews its lease. */
  present: boolean;
}

const MAX_MS = 2 ** 31 - 1;

/** The DHCP servers of one router: leases that wait, are bound, are renewed and expire. */
export class DhcpServers {
  private readonly clients = new Map<string, KnownClient>();
  private readonly bindings = new Map<string, DhcpBinding>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private busy = false;

  constructor(
    private readonly router: RouterState,
    private readonly pools: AddressPools,
    private readonly options: { readonly reachable: () => boolean; readonly returnMs: number | undefined },
  ) {
    this.leases.watch(({ kind, row }) => {
      if (!this.busy) this.follow(kind, row);
    });
  }

  /** A client asks for an address, or for more time with the one that it has. */
  request(client: DhcpClient): DhcpResult {
    const mac = client.mac.toUpperCase();
    this.clients.set(mac, { ...client, mac, present: true });
    const server = this.serverFor(client.server);
    if (server === undefined) return { bound: false, reason: 'no DHCP server' };
    const held = this.bindings.get(mac);
    if (held !== undefined) {
      held.renew();
      this.await(mac);
      return { bound: true, address: held.terms.address };
    }
    return this.offer({ ...client, mac }, server);
  }

  /** A client gives its address back. */
  release(mac: string): boolean {
    return this.end(mac.toUpperCase());
  }

  /** A client goes out of reach: its lease is not renewed any more. */
  leave(mac: string): boolean {
    const client = this.clients.get(mac.toUpperCase());
    if (client !== undefined) client.present = false;
    return client !== undefined;
  }

  binding(macOrAddress: string): DhcpBinding | undefined {
    if (parseIp(macOrAddress) === null) return this.bindings.get(macOrAddress.toUpperCase());
    return [...this.bindings.values()].find(({ terms }) => terms.address === macOrAddress);
  }

  all(): DhcpBinding[] {
    return [...this.bindings.values()];
  }

  /** The power is gone; clients that are in reach ask again when it is back. */
  lose(): void {
    for (const mac of [...this.bindings.keys()]) this.end(mac);
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  resume(): void {
    for (const client of this.clients.values()) if (client.present) this.request(client);
  }

  /** `make-static`: the lease stays, with its id, when the client is gone. */
  makeStatic(lease: Row): void {
    lease.makeStatic();
    this.leases.update(lease, { dynamic: 'false' });
  }

  private get leases(): ReturnType<RouterState['table']> {
    return this.router.table('/ip/dhcp-server/lease');
  }

  private serverFor(wanted: string | undefined): Row | undefined {
    return [...this.router.table('/ip/dhcp-server').list()].find(
      (row) => !row.disabled && (wanted === undefined || row.get('name') === wanted),
    );
  }

  private offer(client: DhcpClient, server: Row): DhcpResult {
    const own = this.leaseOf(client.mac, server);
    if (own?.get('block-access') === 'true') {
      this.write(own, { blocked: 'true' });
      return { bound: false, reason: 'access blocked' };
    }
    const address = this.addressFor(own, client.mac, server);
    if (address === null) return { bound: false, reason: 'no free address' };
    this.bind({ client, server, address }, own);
    return { bound: true, address };
  }

  private addressFor(own: Row | undefined, mac: string, server: Row): string | null {
    const wanted = own?.get('address');
    if (wanted !== undefined && parseIp(wanted) !== null) return wanted;
    const pool = wanted ?? server.get('address-pool') ?? 'static-only';
    return pool === 'static-only' ? null : this.pools.take(pool, mac, 'DHCP');
  }

  private bind(given: { client: DhcpClient; server: Row; address: string }, own: Row | undefined): void {
    const { client, server, address } = given;
    const serverName = server.get('name') ?? '';
    const active = {
      status: 'bound',
      'active-address': address,
      'active-mac-address': client.mac,
      'active-client-id': `1:${client.mac.toLowerCase()}`,
      'active-server': serverName,
      ...(client.hostName === undefined ? {} : { 'host-name': client.hostName }),
    };
    const lease = own ?? this.insert({ address, 'mac-address': client.mac, server: serverName });
    this.write(lease, active);
    const leaseMs = parseDuration(lease.get('lease-time') ?? server.get('lease-time') ?? '') ?? 1_800_000;
    const { mac, hostName = '' } = client;
    this.bindings.set(mac, new DhcpBinding(this.router, { lease, server, mac, address, hostName, leaseMs }));
    this.router.log('dhcp,info', `${serverName} assigned ${address} to ${mac}${hostName === '' ? '' : ` ${hostName}`}`);
    this.await(mac);
  }

  private end(mac: string): boolean {
    const binding = this.bindings.get(mac);
    if (binding === undefined) return false;
    const { lease, address, server } = binding.terms;
    this.bindings.delete(mac);
    clearTimeout(this.timers.get(mac));
    this.timers.delete(mac);
    binding.dismantle();
    this.pools.release(address);
    this.router.log('dhcp,info', `${server.get('name') ?? ''} deassigned ${address} from ${mac}`);
    if (!this.leases.has(lease)) return true;
    if (lease.dynamic)
      this.quietly(() => {
        this.leases.delete(lease);
      });
    else this.write(lease, IDLE);
    return true;
  }

  /** Half of the lease time before it ends a client in reach renews; one out of reach lets it expire. */
  private await(mac: string): void {
    clearTimeout(this.timers.get(mac));
    const binding = this.bindings.get(mac);
    if (binding === undefined) return;
    const due = (): void => {
      if (this.clients.get(mac)?.present === true) binding.renew();
      else if (binding.expiresInMs <= 0) this.end(mac);
      this.await(mac);
    };
    const half = Math.max(binding.expiresInMs - binding.terms.leaseMs / 2, 0);
    const waitMs = half > 0 ? half : Math.max(binding.expiresInMs, 0) + 1;
    this.timers.set(mac, setTimeout(due, Math.min(MAX_MS, waitMs)).unref());
  }

  /** The lease of this device: a static one comes before all others. */
  private leaseOf(mac: string, server: Row): Row | undefined {
    const name = server.get('name') ?? '';
    const fitting = [...this.leases.list()].filter((row) => {
      if (row.disabled || !['all', name].includes(row.get('server') ?? 'all')) return false;
      const byId = row.get('client-id')?.toUpperCase() === `1:${mac}`;
      return byId || row.get('mac-address') === mac;
    });
    return fitting.find((row) => !row.dynamic) ?? fitting[0];
  }

  /** Leases that a client or an operator changes while they are held. */
  private follow(kind: 'added' | 'changed' | 'removed', row: Row): void {
    const binding = this.all().find(({ terms }) => terms.lease === row);
    if (binding === undefined) return;
    const { mac, address } = binding.terms;
    const isGone = kind === 'removed' || row.disabled || row.get('block-access') === 'true';
    const isMoved = parseIp(row.get('address') ?? '') !== null && row.get('address') !== address;
    if (!isGone && !isMoved && row.get('mac-address') === mac) {
      binding.apply();
      return;
    }
    this.end(mac);
    this.askAgain(mac);
  }

  private askAgain(mac: string): void {
    const again = (): void => {
      const client = this.clients.get(mac);
      if (client?.present === true && this.options.reachable()) this.request(client);
    };
    this.timers.set(mac, setTimeout(again, this.options.returnMs ?? 300).unref());
  }

  private insert(values: Record<string, string>): Row {
    return this.quietly(() => this.leases.insert(values, { dynamic: true }));
  }

  private write(row: Row, values: Readonly<Record<string, string | undefined>>): void {
    this.quietly(() => {
      this.leases.update(row, values);
    });
  }

  private quietly<T>(work: () => T): T {
    this.busy = true;
    try {
      return work();
    } finally {
      this.busy = false;
    }
  }
}

/** What a static lease shows while nobody holds it. */
const IDLE = {
  status: 'waiting',
  'active-address': undefined,
  'active-mac-address': undefined,
  'active-client-id': undefined,
  'active-server': undefined,
};
