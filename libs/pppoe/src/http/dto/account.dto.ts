import { pageDto } from '@app/platform';

/** How one subscription dials in. The password is never shown again. */
export class PppoeAccountDto {
  id: string;
  /** The subscription that dials in with it. */
  subscriptionId: string;

  siteId: string;

  /** The router that answers the call. */
  routerId: string;

  /** Routers on which it is provisioned as well while its own is failed over. */
  substituteRouterIds: string[];

  /** Unique on its router. */
  username: string;

  /** Fixed IPv4 address, also while an isolation takes it off the router; null: the pool decides. */
  remoteAddress: string | null;

  /** Fixed IPv6 prefix; null: none of its own. */
  remoteIpv6Prefix: string | null;

  /** MAC address of the only device that may dial in; null: any. */
  callerId: string | null;

  /** Kind of connection that it is for: `pppoe`, or `any`. */
  service: string;

  /** What the subscription may do: `ENABLED`, `ISOLATED` or `DISABLED`. */
  access: string;

  /** The PPP profile that follows from it. */
  profile: string;

  /** Does it have a session, as of the last poll of its router? */
  online: boolean;

  /** When a session of it was last seen; null: never yet. */
  lastSeenAt: Date | null;

  /** Address of the session that was last seen. */
  lastAddress: string | null;

  /** Device of the session that was last seen. */
  lastCallerId: string | null;

  /** Traffic of the running period in both directions, in bytes. */
  usedBytes: number;

  /** Fair-use step that it has reached; 0: none. */
  fairUseStep: number;

  /** To be sent along with an edit. */
  version: number;

  createdAt: Date;
  updatedAt: Date;
}

/** An account with its password, shown this one time. */
export class PppoeAccountWithPasswordDto extends PppoeAccountDto {
  /** Shown in this answer only: hand it on now. */
  password: string;
}

export class PppoeAccountPageDto extends pageDto(PppoeAccountDto) {}
