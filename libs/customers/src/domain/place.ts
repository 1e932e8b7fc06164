/** A part of a site in which customers are found; collectors are given areas. */
export interface Area {
  id: string;
  siteId: string;
  /** Unique in its site. */
  name: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export const RESELLER_STATUSES = ['ACTIVE', 'DISABLED'] as const;
export type ResellerStatus = (typeof RESELLER_STATUSES)[number];

/** Somebody who sells on his own account and looks after his customers; of one site. */
export interface Reseller {
  id: string;
  siteId: string;
  /** Unique in its site. */
  name: string;
  /** The users of one who is DISABLED are signed out until he is active again. */
  status: ResellerStatus;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}
