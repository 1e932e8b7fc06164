import { type DomainError, type ErrorFactory } from '@app/core';
import { PppoeErrors } from '../pppoe.errors';

const BY_CONSTRAINT: Readonly<Record<string, ErrorFactory>> = {
  uq_pppoe_accounts_subscription_id: PppoeErrors.SUBSCRIPTION_HAS_ACCOUNT,
  uq_pppoe_accounts_router_id_username: PppoeErrors.USERNAME_TAKEN,
  uq_pppoe_accounts_router_id_remote_address: PppoeErrors.ADDRESS_TAKEN,
  uq_pppoe_accounts_router_id_remote_ipv6_prefix: PppoeErrors.ADDRESS_TAKEN,
  ex_ip_assignments_router: PppoeErrors.ADDRESS_TAKEN,
  ex_ip_assignments_pool: PppoeErrors.ADDRESS_TAKEN,
  uq_static_lines_subscription_id: PppoeErrors.SUBSCRIPTION_HAS_LINE,
  uq_static_lines_router_id_name: PppoeErrors.LINE_NAME_TAKEN,
  uq_static_lines_router_id_address: PppoeErrors.ADDRESS_TAKEN,
  uq_static_lines_router_id_mac_address: PppoeErrors.DEVICE_TAKEN,
  uq_ip_pools_site_id_name: PppoeErrors.POOL_NAME_TAKEN,
};

/** What a unique or exclusion key refused, as the error of its rule; anything else unchanged. */
export function explained(error: unknown): unknown {
  return refusal(error) ?? error;
}

function refusal(error: unknown): DomainError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { driverError } = error as { driverError?: { code?: unknown; constraint?: unknown } };
  const refused = driverError?.code === '23505' || driverError?.code === '23P01';
  if (!refused || typeof driverError.constraint !== 'string') return undefined;
  return BY_CONSTRAINT[driverError.constraint]?.();
}
