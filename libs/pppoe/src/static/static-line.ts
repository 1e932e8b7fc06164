/** A subscriber with one address of his own, behind a queue; with a device, the DHCP server gives him the address. */
export interface StaticLine {
  id: string;
  subscriptionId: string;
  siteId: string;
  routerId: string;
  /** Of its queue on the router. */
  name: string;
  /** IPv4. */
  address: string;
  /** The device that the DHCP server gives the address to; null: the address is set by hand. */
  macAddress: string | null;
  /** The server that gives it; null: any. */
  dhcpServer: string | null;
  /** Queue of the router under which its own comes. */
  parentQueue: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}
