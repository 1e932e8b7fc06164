/** More than the ordinary rate, as long as the average over so many seconds stays below the threshold. */
export interface BurstRates {
  downloadKbps: number;
  uploadKbps: number;
  thresholdDownloadKbps: number;
  thresholdUploadKbps: number;
  seconds: number;
}

/** Rates after so much traffic in a period; steps count from 1. */
export interface StepRates {
  stepNo: number;
  downloadKbps: number;
  uploadKbps: number;
}

/** What an operator may say about the profile of a plan; what is left out stays his own on the router. */
export interface ProfileTerms {
  /** Address of the router towards its subscribers. */
  localAddress?: string;
  /** Pool on the router that gives out addresses. */
  remotePool?: string;
  addressList?: string;
  sessionTimeoutSeconds?: number;
  idleTimeoutSeconds?: number;
  /** One session per account. */
  onlyOne?: boolean;
  dnsServers?: string[];
  /** Queue of the router under which the sessions' queues come. */
  parentQueue?: string;
  /** Pool of the prefixes of the link itself. */
  ipv6Pool?: string;
  /** Pool of delegated prefixes. */
  ipv6DelegatedPool?: string;
}

export const CHANGE_POLICIES = ['KICK', 'NEXT_SESSION'] as const;
/** What becomes of a running session when its plan or fair-use step changes. */
export type ChangePolicy = (typeof CHANGE_POLICIES)[number];

export const QUOTA_ACTIONS = ['NOTIFY', 'BLOCK'] as const;
/** What a used-up quota does, besides the event: nothing, or the isolir profile until the next period. */
export type QuotaAction = (typeof QUOTA_ACTIONS)[number];

/** Everything that the profiles of one plan are made of on one router. */
export interface PlanTerms {
  planId: string;
  burst: BurstRates | null;
  steps: StepRates[];
  terms: ProfileTerms;
  /** Name of a pool of ours on the router, in the place of the terms' own. */
  poolName: string | null;
  /** Attributes that were said at some time and have to be emptied now that they are not. */
  onceSet: string[];
}

/** The terms as attributes of `/ppp/profile`. */
export function termAttributes(terms: ProfileTerms, poolName: string | null = null): Record<string, string> {
  const seconds = (value: number | undefined): string | undefined => (value === undefined ? undefined : `${value}s`);
  const remote = poolName ?? terms.remotePool;
  const said: Record<string, string | undefined> = {
    'local-address': terms.localAddress,
    'remote-address': remote,
    'address-list': terms.addressList,
    'session-timeout': seconds(terms.sessionTimeoutSeconds),
    'idle-timeout': seconds(terms.idleTimeoutSeconds),
    'only-one': terms.onlyOne === undefined ? undefined : terms.onlyOne ? 'yes' : 'no',
    'dns-server': terms.dnsServers?.join(','),
    'parent-queue': terms.parentQueue,
    'remote-ipv6-prefix-pool': terms.ipv6Pool,
    'dhcpv6-pd-pool': terms.ipv6DelegatedPool,
  };
  return Object.fromEntries(
    Object.entries(said).filter((one): one is [string, string] => one[1] !== undefined && one[1] !== ''),
  );
}
