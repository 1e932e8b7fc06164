import { daysBetween, type LocalDate } from '@app/core';
import { expiryAfterPause } from '../../domain/prepaid/renewal';
import { type RunningService } from './service-in-hand';

/**
 * The expiry of a prepaid service once the first day that is not paid moves to `pointer`: it moves by the same days and keeps
 * its time of day (billing.md Q6, P03). Empty where it has none, or stays.
 */
export function movedExpiry(
  { subscription, history, account, planning }: RunningService,
  pointer: LocalDate,
): { expiresAt?: Date } {
  const { expiresAt } = subscription;
  const days = daysBetween(history.pointer, pointer);
  if (expiresAt === null || days === 0) return {};
  return { expiresAt: expiryAfterPause(expiresAt, { days }, account.timeZone, planning.at) };
}
