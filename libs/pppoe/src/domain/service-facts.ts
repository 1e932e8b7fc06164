/** What the network has to know of a subscription. */
export interface ServiceFacts {
  subscriptionId: string;
  desired: 'ENABLED' | 'ISOLATED' | 'DISABLED';
  planId: string;
  planCode: string;
  downloadKbps: number;
  uploadKbps: number;
}

/** What the usage of the running period does to a service. */
export interface UsageLimit {
  /** Fair-use step that it has reached; 0: none. */
  stepNo: number;
  /** The quota is used up, and its plan says that this blocks. */
  blocked: boolean;
}

export const NO_LIMIT: UsageLimit = { stepNo: 0, blocked: false };
