import { type CodePage, type RouterProtocol, type TlsMode } from '../transport/reach';

export const ROUTER_MODES = ['MANAGED', 'MAINTENANCE', 'DISABLED'] as const;
/**
 * `MAINTENANCE`: nothing is written to the router, what should be waits, probes go on and alerts are silent; `DISABLED`: it is
 * left alone altogether.
 */
export type RouterMode = (typeof ROUTER_MODES)[number];

export const ROUTER_HEALTHS = ['UNKNOWN', 'ONLINE', 'DEGRADED', 'OFFLINE'] as const;
export type RouterHealth = (typeof ROUTER_HEALTHS)[number];

export const IDENTITY_STATES = ['UNKNOWN', 'PINNED', 'IDENTITY_MISMATCH'] as const;
/** `IDENTITY_MISMATCH`: a router with another serial number answers at the address; nothing is written to it. */
export type IdentityState = (typeof IDENTITY_STATES)[number];

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
  tags: string[];
  /** Pinned at the first connection. */
  serialNumber: string | null;
  identityState: IdentityState;
  /** Of the other router that answers. */
  foreignSerial: string | null;
  /** Milliseconds that its clock is ahead. */
  clockSkewMs: number | null;
  capabilitiesAt: Date | null;
  passwordChangedAt: Date;
  /** Until then a new password may be on its way to the router. */
  passwordPendingUntil: Date | null;
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
  pendingSealed: string | null;
  mode: RouterMode;
  serialNumber: string | null;
  identityState: IdentityState;
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
