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

  /** What the subscription may do: `ENABLED`, `ISOLATED` or `DISABLED`. */
  access: string;

  /** The PPP profile that follows from it. */
  profile: string;

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
