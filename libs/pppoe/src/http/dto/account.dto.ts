import { pageDto } from '@app/platform';

/** How one subscription dials in. The password is never shown again. */
export class PppoeAccountDto {
  id: string;
  subscriptionId: string;
  siteId: string;
  routerId: string;
  username: string;

  /** Fixed IPv4 address, also while an isolation takes it off the router; null: the pool decides. */
  remoteAddress: string | null;

  /** What the subscription may do: `ENABLED`, `ISOLATED` or `DISABLED`. */
  access: string;

  /** The PPP profile that follows from it. */
  profile: string;

  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** An account with its password, shown this one time. */
export class PppoeAccountWithPasswordDto extends PppoeAccountDto {
  password: string;
}

export class PppoeAccountPageDto extends pageDto(PppoeAccountDto) {}
