/** How one subscription dials in, on which router. The password is sealed and leaves through its own doors only. */
export interface PppoeAccount {
  id: string;
  subscriptionId: string;
  siteId: string;
  routerId: string;
  username: string;
  /** Fixed IPv4 address; remembered here while an isolation takes it off the router. */
  remoteAddress: string | null;
  /** Fixed IPv6 prefix. */
  remoteIpv6Prefix: string | null;
  /** MAC address of the only device that may dial in. */
  callerId: string | null;
  service: 'pppoe' | 'any';
  /** Profile of the operator's that its secret keeps since the adoption; null: the plan's own. */
  keptProfile: string | null;
  keptTerms: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}
