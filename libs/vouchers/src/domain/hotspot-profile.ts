/** More than the ordinary rate, as long as the average over so many seconds stays below the threshold. */
export interface HotspotBurst {
  downloadKbps: number;
  uploadKbps: number;
  thresholdDownloadKbps: number;
  thresholdUploadKbps: number;
  seconds: number;
}

export const HOTSPOT_PROFILE_STATES = ['ACTIVE', 'RETIRED'] as const;
export type HotspotProfileState = (typeof HOTSPOT_PROFILE_STATES)[number];

/** What a package lets its users do on a router. Durations in seconds; null: the router has no such limit. */
export interface HotspotTerms {
  downloadKbps: number;
  uploadKbps: number;
  burst: HotspotBurst | null;
  /** Devices that may be in with one name at a time. */
  sharedUsers: number;
  sessionTimeoutSeconds: number | null;
  idleTimeoutSeconds: number | null;
  keepaliveTimeoutSeconds: number | null;
  /** A device that was in comes back without a login. */
  macCookie: boolean;
  /** For so long; null: as long as the router does by itself. */
  macCookieSeconds: number | null;
  /** Pool on the router; null: that of the hotspot server. */
  addressPool: string | null;
}

export const CHANGE_POLICIES = ['KICK', 'NEXT_SESSION'] as const;
/** What becomes of the running sessions of members when their package changes. */
export type ChangePolicy = (typeof CHANGE_POLICIES)[number];

/** A package of a site: what its users may do, what its vouchers give, what they cost. */
export interface HotspotProfile extends HotspotTerms {
  id: string;
  siteId: string;
  /** Unique at its site; on routers it is called `lg-<code>`. */
  code: string;
  name: string;
  /** The plan that it is for; null: a package of its own. */
  planId: string | null;
  /** Vouchers: from the first login on; null: no such end. */
  validityMinutes: number | null;
  /** Vouchers: seconds online; null: unlimited. */
  uptimeLimitSeconds: bigint | null;
  /** Vouchers: bytes of both directions; null: unlimited. */
  dataLimitBytes: bigint | null;
  /** What a voucher costs us; booking units of {@link currency}. */
  costAmount: bigint;
  /** What its buyer pays. */
  priceAmount: bigint;
  currency: string;
  /** Sold to anybody on the shop's page. */
  inShop: boolean;
  /** Members only: who is in with a voucher has the new terms from the next login on. */
  changePolicy: ChangePolicy;
  status: HotspotProfileState;
  version: number;
  createdAt: Date;
}

/** Name of the package on routers. */
export const hotspotProfileName = (code: string): string => `lg-${code}`;
