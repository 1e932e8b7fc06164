import { type Cpes } from '../behaviour/modem-fleet';
import { type ModemTiming } from '../behaviour/modem';
import { type ServiceName } from '../server/services';
import { type LoginMethod, type Version } from '../versions/version-profile';

export interface RouterUser {
  readonly name: string;
  readonly password: string;
  /** `read`, `write`, `full` (the default) or a group that `rows` adds. */
  readonly group?: string;
}

/** What one simulated router is. Everything but the version has a default. */
export interface RouterOptions {
  readonly version: Version;
  /** Also its identity. `router-7.16` and the like by default. */
  readonly name?: string;
  /** Who may log in; `admin` / `secret` by default. */
  readonly users?: readonly RouterUser[];
  /** Port of the API; 0 (the default) takes a free one and keeps it over power cuts. */
  readonly port?: number;
  /** Ports of `api-ssl`, `www` and `www-ssl`; free ones by default. */
  readonly servicePorts?: Readonly<Partial<Record<Exclude<ServiceName, 'api'>, number>>>;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** Milliseconds that every command takes. */
  readonly latencyMs?: number;
  /** Who dials in by itself; nobody by default. */
  readonly cpes?: Cpes;
  readonly modemTiming?: Partial<ModemTiming>;
  /** Time zone; Asia/Jakarta by default. */
  readonly zone?: string;
  /** Error of the router's clock. */
  readonly clockOffsetMs?: number;
  /** The challenge login of routers before 6.43. */
  readonly login?: LoginMethod;
  /** Second octet of the subscribers' network 10.x.0.0/18. */
  readonly network?: number;
  /** A hotspot on ether3, ready for clients; `portalPort` serves its login page (0 = any free port). */
  readonly hotspot?: { readonly portalPort?: number };
  /** /ip/service calls the allowed addresses `available-from`, as 7.24 does; `address` stays as its alias. */
  readonly availableFrom?: boolean;
  /** A DHCP server on ether3. */
  readonly dhcp?: boolean;
  /** The filter rules of MikroTik's default configuration, FastTrack among them. */
  readonly defaultFirewall?: boolean;
  /** Items that are there from the start, by menu; they are stored unchecked. */
  readonly rows?: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
  /** The router's flash: what is configured survives the process in this file. */
  readonly stateFile?: string;
}
