import { formatUptime } from '../../engine/durations';
import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { type HotspotSession } from './hotspot-session';

/** A phone or laptop in the network of a hotspot, whether the router knows it or not. */
export interface Device {
  readonly mac: string;
  /** Name of the `/ip/hotspot` server. */
  readonly server: string;
  /** Set by its owner; null = what the network gives. */
  readonly fixedAddress: string | null;
  readonly hostName: string;
  /** In reach of the network. */
  present: boolean;
}

/** A device as the router sees it. */
export class HotspotHost {
  readonly row: Row;
  session: HotspotSession | null = null;

  constructor(
    private readonly router: RouterState,
    readonly device: Device,
    readonly address: string,
    readonly binding: Row | undefined,
  ) {
    const since = router.clock.uptimeMs();
    const isStatic = device.fixedAddress !== null;
    const flags = {
      static: String(isStatic),
      DHCP: String(!isStatic),
      bypassed: String(this.bindingType === 'bypassed'),
      blocked: String(this.bindingType === 'blocked'),
    };
    this.row = router.table('/ip/hotspot/host').insert(
      { 'mac-address': device.mac, address, 'to-address': address, server: device.server, ...flags },
      {
        live: {
          uptime: () => formatUptime(router.clock.uptimeMs() - since),
          'idle-time': () => formatUptime(this.session?.idleMs ?? 0),
          authorized: () => String(this.session !== null),
          'bytes-in': () => String(this.session?.used.bytesIn ?? 0),
          'bytes-out': () => String(this.session?.used.bytesOut ?? 0),
        },
      },
    );
  }

  /** What `/ip/hotspot/ip-binding` says of this device. */
  get bindingType(): string {
    return this.binding?.get('type') ?? 'regular';
  }

  get known(): boolean {
    return this.router.table('/ip/hotspot/host').has(this.row);
  }
}
