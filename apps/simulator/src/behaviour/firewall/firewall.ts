import { type RouterState } from '../../engine/router-state';
import { type Packet } from './packet';
import { type PacketFate, PacketPath } from './packet-path';
import { FirewallRules } from './rules';

/** What to try, from a subscriber's address. */
export interface ReachQuery {
  /** Address of the subscriber. */
  readonly from: string;
  /** Address of what is to be reached; 203.0.113.80 by default, somewhere on the Internet. */
  readonly to?: string;
  /** The name that `to` was looked up by. */
  readonly host?: string;
  readonly protocol?: Packet['protocol'];
  /** 443 by default. */
  readonly port?: number;
  /** `new` by default; `established` asks for a connection that was open before. */
  readonly state?: Packet['state'];
}

/** What the router knows of the way by which an address comes in. */
export interface WayIn {
  readonly interface: string | null;
  /** Has the hotspot let it in? Null where no hotspot serves it. */
  readonly authorized: boolean | null;
  /** Decided before any firewall rule, such as by the hotspot of a client that is not logged in. */
  readonly verdict: PacketFate | null;
}

const UPLINK = 'ether1';

/** The firewall of one router, asked what a subscriber can reach. */
export class Firewall {
  private readonly path: PacketPath;

  constructor(
    private readonly router: RouterState,
    private readonly wayIn: (from: string, packet: Packet) => WayIn,
  ) {
    new FirewallRules(router);
    this.path = new PacketPath(router);
  }

  reach(query: ReachQuery): PacketFate {
    const packet: Packet = {
      source: query.from,
      destination: query.to ?? '203.0.113.80',
      host: query.host ?? null,
      protocol: query.protocol ?? 'tcp',
      port: query.port ?? 443,
      state: query.state ?? 'new',
      inInterface: null,
      outInterface: this.router.exists('/interface', UPLINK) ? UPLINK : null,
      authorized: null,
      translated: false,
    };
    const way = this.wayIn(query.from, packet);
    return way.verdict ?? this.path.fate({ ...packet, inInterface: way.interface, authorized: way.authorized });
  }
}
