import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { type DecidingRule, type PacketFate } from '../firewall/packet-path';
import { isLike, matches, type Packet } from '../firewall/packet';

/** What a client that is not logged in may reach: DNS, the walled garden, and the login page instead of the web. */
export class WalledGarden {
  constructor(private readonly router: RouterState) {}

  fate(packet: Packet, server: string, portal: string): PacketFate | null {
    if (packet.port === 53 && packet.protocol !== 'icmp') return { verdict: 'allowed', by: null, to: null };
    const rule = this.rule('/ip/hotspot/walled-garden/ip', packet, server) ?? this.hostRule(packet, server);
    if (rule !== undefined) {
      const allowed = rule.row.get('action') === 'accept' || rule.row.get('action') === 'allow';
      if (allowed) return null;
      return { verdict: rule.row.get('action') === 'drop' ? 'dropped' : 'rejected', by: rule.by, to: null };
    }
    if (packet.protocol === 'tcp' && packet.port === 80) return { verdict: 'redirected', by: null, to: `${portal}:80` };
    return { verdict: 'rejected', by: null, to: null };
  }

  private hostRule(packet: Packet, server: string): { row: Row; by: DecidingRule } | undefined {
    if (packet.protocol !== 'tcp') return undefined;
    const found = this.rule('/ip/hotspot/walled-garden', packet, server);
    if (found !== undefined) found.row.values.set('hits', String(Number(found.row.get('hits') ?? 0) + 1));
    return found;
  }

  private rule(menu: string, packet: Packet, server: string): { row: Row; by: DecidingRule } | undefined {
    for (const row of this.router.table(menu).list()) {
      const limitedTo = row.get('server') ?? 'all';
      if (row.disabled || !['all', server].includes(limitedTo)) continue;
      if (!isHost(row.get('dst-host'), packet.host) || !matches(this.router, row, packet)) continue;
      return { row, by: { menu, id: row.id, comment: row.get('comment') ?? null } };
    }
    return undefined;
  }
}

/** `dst-host` may hold `*` and `?`; the regular expressions that RouterOS takes after a `:` are not understood here. */
function isHost(pattern: string | undefined, host: string | null): boolean {
  return pattern === undefined || (host !== null && isLike(host, pattern));
}
