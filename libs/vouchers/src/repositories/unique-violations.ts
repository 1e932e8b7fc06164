import { type ErrorFactory } from '@app/core';
import { VoucherErrors } from '../vouchers.errors';

const BY_CONSTRAINT: Readonly<Record<string, ErrorFactory>> = {
  uq_hotspot_profiles_site_id_code: VoucherErrors.PROFILE_TAKEN,
  uq_hotspot_profiles_plan_id: VoucherErrors.PLAN_HAS_PROFILE,
};

/** What a unique key refused, as the error of its rule; anything else unchanged. */
export function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { driverError } = error as { driverError?: { code?: unknown; constraint?: unknown } };
  if (driverError?.code !== '23505' || typeof driverError.constraint !== 'string') return error;
  return BY_CONSTRAINT[driverError.constraint]?.() ?? error;
}
