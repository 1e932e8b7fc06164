/** The kinds of router objects that domain libs may want; each has its menu in `RESOURCE_SPECS`. */
export const RESOURCE_KINDS = [
  'ip-pool',
  'simple-queue',
  'ppp-profile',
  'hotspot-user-profile',
  'ppp-secret',
  'hotspot-user',
  'address-list',
  'dhcp-lease',
  'ip-binding',
  'firewall-filter',
  'firewall-nat',
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/**
 * Names one object on a router: its kind and its name there. Kinds without a name of their own (`identity: 'owner'`) are
 * named by their owner.
 */
export interface ResourceKey {
  kind: ResourceKind;
  key: string;
}

/** How one object should look on a router. What is not mentioned stays as it is. */
export interface DesiredResource extends ResourceKey {
  /** RouterOS attribute names and values as text; `comment` is the text for the operator, used at creation only. */
  values: Record<string, string>;
  /** Attributes that must be empty. */
  unset?: string[];
  /** Whose object it is, such as `sub-<id>`: goes into the ownership mark of the comment. No blanks. */
  owner: string;
  /**
   * In this state there is no service, or that of the isolated: writing it counts for the brake. Not for objects that hold
   * back several subscribers at once, such as firewall rules.
   */
  cutsOff?: boolean;
  /**
   * When this attribute alone of those that end sessions changes, and from a value that begins so (but is not `except`),
   * running sessions go on as they are: the change counts from the next one. Default: they are ended.
   */
  sparesSessions?: { attribute: string; fromPrefix: string; except?: string };
  /** Firewall kinds: own rules stand in the order of their ranks within a chain; default 0, equal ones by key. */
  rank?: number;
}

/** 1 is served first. A restored subscriber never waits behind a bulk change. */
export const SYNC_PRIORITY = { RESTORE: 1, ISOLATE: 3, NORMAL: 5, BULK: 9 } as const;

/** The server of a hotspot user that may log in on every server of its router. */
export const EVERY_SERVER = 'all';

/** Key of a hotspot user. Names are unique per server only, so one that is bound to a server carries it in front. */
export function hotspotUserKey(name: string, server: string = EVERY_SERVER): string {
  return server === EVERY_SERVER || server === '' ? name : `${server}/${name}`;
}
