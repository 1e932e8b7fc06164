import { formatUptime } from '../engine/durations';
import { type RouterState } from '../engine/router-state';
import { type Row } from '../engine/row';
import { DynamicRows } from './dynamic-rows';
import { type RateLimit, Traffic } from './traffic';

/** Why a session ended, as /ppp/secret prints it. */
export type DisconnectReason =
  'peer-request' | 'hung-up' | 'idle-timeout' | 'session-timeout' | 'nas-request' | 'nas-error' | 'reboot';

/** What a session was given when it came up; later changes of secret or profile do not touch it. */
export interface SessionTerms {
  readonly name: string;
  readonly callerId: string;
  readonly address: string;
  readonly profile: string;
  readonly rateLimit: RateLimit | null;
  readonly addressList: string | null;
  readonly parentQueue: string;
  readonly limitBytesIn: string;
  readonly limitBytesOut: string;
  readonly sessionId: string;
}

/** One PPPoE session that is up, with everything the router shows of it. */
export class PppSession {
  readonly traffic: Traffic;
  readonly active: Row;
  private readonly rows: DynamicRows;
  private readonly since: number;

  constructor(
    private readonly router: RouterState,
    readonly terms: SessionTerms,
  ) {
    this.rows = new DynamicRows(router);
    this.since = router.clock.uptimeMs();
    this.traffic = new Traffic(terms.name, terms.rateLimit, () => this.elapsedMs());
    this.showInterface();
    this.showQueue();
    this.rows.list(terms.addressList ?? '', terms.address);
    this.active = this.showActive();
  }

  elapsedMs(): number {
    return this.router.clock.uptimeMs() - this.since;
  }

  /** Takes away every row that the session had made. */
  dismantle(): void {
    this.rows.dismantle();
  }

  private showActive(): Row {
    const { name, callerId, address, sessionId, limitBytesIn, limitBytesOut } = this.terms;
    const values = {
      name,
      service: 'pppoe',
      'caller-id': callerId,
      address,
      encoding: '',
      'session-id': sessionId,
      'limit-bytes-in': limitBytesIn,
      'limit-bytes-out': limitBytesOut,
    };
    return this.rows.show('/ppp/active', values, { uptime: () => formatUptime(this.elapsedMs()) });
  }

  private showInterface(): void {
    const packets = (bytes: bigint): string => String(bytes / 900n);
    const { traffic } = this;
    this.rows.show(
      '/interface',
      {
        name: this.router.dynamicName('pppoe', this.terms.name),
        type: 'pppoe-in',
        mtu: '1480',
        'actual-mtu': '1480',
        'last-link-up-time': this.router.clock.dateTime(),
      },
      {
        'rx-byte': () => String(traffic.uploaded()),
        'tx-byte': () => String(traffic.downloaded()),
        'rx-packet': () => packets(traffic.uploaded()),
        'tx-packet': () => packets(traffic.downloaded()),
        'rx-rate': () => String(traffic.rate().upload),
        'tx-rate': () => String(traffic.rate().download),
        'fp-rx-byte': () => String(traffic.uploaded()),
        'fp-tx-byte': () => String(traffic.downloaded()),
      },
    );
  }

  private showQueue(): void {
    const { rateLimit, name, parentQueue } = this.terms;
    if (rateLimit === null) return;
    const { traffic } = this;
    const both = ({ upload, download }: RateLimit): string => `${upload}/${download}`;
    const interfaceName = this.router.dynamicName('pppoe', name);
    this.rows.show(
      '/queue/simple',
      { name: interfaceName, target: interfaceName, 'max-limit': both(rateLimit), parent: parentQueue },
      {
        bytes: () => both({ upload: traffic.uploaded(), download: traffic.downloaded() }),
        rate: () => both(traffic.rate()),
      },
    );
  }
}
