/** How a subscription of kind HOTSPOT logs in. The password is sealed and leaves through its own doors only. */
export interface HotspotAccount {
  id: string;
  subscriptionId: string;
  siteId: string;
  /** The only router where it may; null: every hotspot router of the site. */
  routerId: string | null;
  username: string;
  /** The only device that may. */
  macAddress: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** What a user name may look like; the table checks the same. */
export const HOTSPOT_USERNAME = /^[A-Za-z0-9][A-Za-z0-9_.@-]{0,62}$/;

/** A MAC address as RouterOS writes it, in either case. */
export const MAC = /^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$/;
