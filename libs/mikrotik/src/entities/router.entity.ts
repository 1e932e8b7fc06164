import { type CodePage, type RouterProtocol, type TlsMode } from '../transport/reach';

export const ROUTER_MODES = ['MANAGED', 'MAINTENANCE'] as const;
/** `MAINTENANCE`: nothing is written to the router and it is not probed; what should be written waits. */
export type RouterMode = (typeof ROUTER_MODES)[number];

export const ROUTER_HEALTHS = ['UNKNOWN', 'ONLINE', 'DEGRADED', 'OFFLINE'] as const;
export type RouterHealth = (typeof ROUTER_HEALTHS)[number];

/** A router of the registry, without its password. */
export interface Router {
  id: string;
  siteId: string;
  name: string;
  host: string;
  port: number;
  protocol: RouterProtocol;
  tlsMode: TlsMode;
  tlsFingerprint: string | null;
  caPem: string | null;
  plainAllowed: boolean;
  anonymousTlsAllowed: boolean;
  codePage: CodePage;
  username: string;
  mode: RouterMode;
  health: RouterHealth;
  healthChangedAt: Date | null;
  identity: string | null;
  rosVersion: string | null;
  boardName: string | null;
  bootedAt: Date | null;
  cpuLoad: number | null;
  lastSeenAt: Date | null;
  lastErrorCode: string | null;
  lastError: string | null;
  nextAttemptAt: Date | null;
  lastFullSyncAt: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** What the pool needs of a router; the password is still sealed. */
export interface RouterAccess {
  id: string;
  host: string;
  port: number;
  protocol: RouterProtocol;
  tlsMode: TlsMode;
  tlsFingerprint: string | null;
  caPem: string | null;
  plainAllowed: boolean;
  anonymousTlsAllowed: boolean;
  codePage: CodePage;
  username: string;
  passwordSealed: string;
  version: number;
}

/** What waits for a router. */
export interface RouterQueue {
  pending: number;
  dead: number;
  oldestPendingSeconds: number | null;
  lastItemErrorCode: string | null;
  lastItemError: string | null;
}
