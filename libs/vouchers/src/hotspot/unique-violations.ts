import { type ErrorFactory } from '@app/core';
import { HotspotErrors } from './hotspot.errors';

const BY_CONSTRAINT: Readonly<Record<string, ErrorFactory>> = {
  uq_hotspot_accounts_subscription_id: HotspotErrors.SUBSCRIPTION_HAS_ACCOUNT,
  uq_hotspot_accounts_site_id_username: HotspotErrors.USERNAME_TAKEN,
  uq_hotspot_bindings_router_id_mac_address: HotspotErrors.DEVICE_BOUND,
};

/** What a unique key refused, as the error of its rule; anything else unchanged. */
export function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { driverError } = error as { driverError?: { code?: unknown; constraint?: unknown } };
  if (driverError?.code !== '23505' || typeof driverError.constraint !== 'string') return error;
  return BY_CONSTRAINT[driverError.constraint]?.() ?? error;
}
