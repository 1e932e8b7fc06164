import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { isLocal, matches, type Packet } from './packet';

/** The rule that decided. */
export interface DecidingRule {
  readonly menu: string;
  readonly id: string;
  readonly comment: string | null;
}

/** What became of a packet. */
export interface PacketFate {
  readonly verdict: 'allowed' | 'dropped' | 'rejected' | 'redirected';
  /** Null where no rule said anything: the router lets pass then. */
  readonly by: DecidingRule | null;
  /** `address:port` that the packet went to instead; null where it was left alone. */
  readonly to: string | null;
}

/** Stops the walk through a chain. */
interface Stop {
  readonly action: string;
  readonly rule: Row;
}

const ENDING = new Set([
  ...['accept', 'drop', 'reject', 'tarpit', 'fasttrack-connection'],
  ...['dst-nat', 'redirect', 'netmap', 'same', 'src-nat', 'masquerade'],
]);
const REFUSALS: Readonly<Record<string, PacketFate['verdict']>> = {
  drop: 'dropped',
  tarpit: 'dropped',
  reject: 'rejected',
};
const MAX_DEPTH = 16;

/**
 * The way of a packet through raw prerouting, destination NAT and the filter, rule by rule as the router has them now.
 * Matched rules count it. A FastTrack rule ends the walk: what stands behind it never sees established connections.
 */
export class PacketPath {
  constructor(private readonly router: RouterState) {}

  fate(packet: Packet): PacketFate {
    const raw = this.walk('/ip/firewall/raw', 'prerouting', packet);
    if (raw?.action === 'drop') return fateOf('dropped', '/ip/firewall/raw', raw, null);
    // why: NAT is decided by the first packet and kept by the connection, so later packets of it get the same
    const nat = this.walk('/ip/firewall/nat', 'dstnat', { ...packet, state: 'new' });
    const target = nat === null ? null : translation(nat, packet);
    const sent = target === null ? packet : { ...packet, ...target, translated: true };
    const local = nat?.action === 'redirect' || isLocal(this.router, sent.destination);
    const filter = this.walk('/ip/firewall/filter', local ? 'input' : 'forward', sent);
    const redirected = nat === null || target === null ? null : { nat, to: `${target.destination}:${target.port}` };
    return this.filtered(filter, redirected);
  }

  private filtered(filter: Stop | null, redirected: { nat: Stop; to: string } | null): PacketFate {
    const to = redirected?.to ?? null;
    const refusal = REFUSALS[filter?.action ?? ''];
    if (filter !== null && refusal !== undefined) return fateOf(refusal, '/ip/firewall/filter', filter, to);
    if (redirected !== null) return fateOf('redirected', '/ip/firewall/nat', redirected.nat, to);
    if (filter === null) return { verdict: 'allowed', by: null, to: null };
    return fateOf('allowed', '/ip/firewall/filter', filter, null);
  }

  private walk(menu: string, chain: string, packet: Packet, depth = 0): Stop | null {
    for (const rule of [...this.router.table(menu).list()]) {
      if (!this.concerns(rule, chain, packet)) continue;
      const action = rule.get('action') ?? 'accept';
      if (!rule.dynamic) count(rule);
      if (action === 'return') return null;
      if (ENDING.has(action)) return { action, rule };
      this.listAddresses(rule, action, packet);
      const jumps = action === 'jump' && depth < MAX_DEPTH;
      const stop = jumps ? this.walk(menu, rule.get('jump-target') ?? '', packet, depth + 1) : null;
      if (stop !== null) return stop;
    }
    return null;
  }

  private concerns(rule: Row, chain: string, packet: Packet): boolean {
    if (rule.get('chain') !== chain || rule.disabled || rule.get('invalid') === 'true') return false;
    const isTracked = packet.state === 'established' || packet.state === 'related';
    if (rule.get('action') === 'fasttrack-connection' && !isTracked) return false;
    return matches(this.router, rule, packet);
  }

  private listAddresses(rule: Row, action: string, packet: Packet): void {
    const address = { 'add-src-to-address-list': packet.source, 'add-dst-to-address-list': packet.destination }[action];
    const list = rule.get('address-list');
    if (address === undefined || list === undefined) return;
    const table = this.router.table('/ip/firewall/address-list');
    const entry = { list, address };
    if (table.twin(new Map(Object.entries(entry)), null) !== undefined) return;
    table.insert({ ...entry, timeout: rule.get('address-list-timeout') ?? 'none-dynamic' });
  }
}

/** why: fixed sizes; nobody reads more from a counter of the simulator than that it grows. */
function count(rule: Row): void {
  rule.values.set('packets', String(BigInt(rule.get('packets') ?? '0') + 1n));
  rule.values.set('bytes', String(BigInt(rule.get('bytes') ?? '0') + 60n));
}

function translation({ action, rule }: Stop, packet: Packet): { destination: string; port: number } | null {
  const port = Number((rule.get('to-ports') ?? '').split('-')[0]) || packet.port;
  if (action === 'redirect') return { destination: packet.destination, port };
  if (!['dst-nat', 'netmap', 'same'].includes(action)) return null;
  const destination = (rule.get('to-addresses') ?? packet.destination).split(/[-/]/)[0] ?? packet.destination;
  return { destination, port };
}

function fateOf(verdict: PacketFate['verdict'], menu: string, { rule }: Stop, to: string | null): PacketFate {
  return { verdict, by: { menu, id: rule.id, comment: rule.get('comment') ?? null }, to };
}
