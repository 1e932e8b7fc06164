/** What the network has to know of a subscription. */
export interface ServiceFacts {
  subscriptionId: string;
  desired: 'ENABLED' | 'ISOLATED' | 'DISABLED';
  planId: string;
  planCode: string;
  downloadKbps: number;
  uploadKbps: number;
}
