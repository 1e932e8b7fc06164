import { type LocalDate } from '@app/core';

/** How an import makes customers. */
export const CUSTOMER_WAYS = ['CREATE', 'ATTACH_OR_CREATE', 'ATTACH'] as const;
export type CustomerWay = (typeof CUSTOMER_WAYS)[number];

/** What was asked of an import; kept with it, so that a resumed one goes on the same way. */
export interface ImportSettings {
  /** Null: its secrets are left out. */
  profiles: { profile: string; planId: string | null }[];
  areaId: string | null;
  anchorDay: number;
  /** First day that is billed. */
  billFrom: LocalDate;
  customers: CustomerWay;
  nameFrom: 'COMMENT' | 'NAME';
  /** Those that are disabled on the router: left out, or taken over as services that wait for their activation. */
  disabled: 'SKIP' | 'INCLUDE';
  /** Names that are left out. */
  skip: string[];
  /** Only these names; null: all. */
  only: string[] | null;
}

export type ImportState = 'QUEUED' | 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
export const ROW_STATES = ['PENDING', 'CREATED', 'ADOPTED', 'SKIPPED', 'FAILED'] as const;
/**
 * `PENDING` nothing done; `CREATED` in our books, not yet marked on the router; `ADOPTED` done; `SKIPPED`, `FAILED`: see
 * the code.
 */
export type RowState = (typeof ROW_STATES)[number];
