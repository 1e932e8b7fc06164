import { type HotspotObject } from './desired-hotspot-profile';
import { hotspotProfileName } from './hotspot-profile';

/** A voucher as one router needs it. */
export interface VoucherOnRouter {
  id: string;
  code: string;
  password: string;
  profileCode: string;
  uptimeLimitSeconds: bigint | null;
  dataLimitBytes: bigint | null;
  usedSeconds: bigint;
  usedBytes: bigint;
  /** What of it this router has counted: it measures its limits by that. */
  countedSeconds: bigint;
  countedBytes: bigint;
}

/**
 * The hotspot user of a voucher that may log in. What was used on other routers is taken off the limits; on one router alone
 * they stay what they are, so that counting writes nothing.
 */
export function desiredVoucherUser(voucher: VoucherOnRouter): HotspotObject<'hotspot-user'> {
  const { usedSeconds, countedSeconds, usedBytes, countedBytes } = voucher;
  const uptime = here(voucher.uptimeLimitSeconds, usedSeconds - countedSeconds);
  const bytes = here(voucher.dataLimitBytes, usedBytes - countedBytes);
  const unset = [...(uptime === null ? ['limit-uptime'] : []), ...(bytes === null ? ['limit-bytes-total'] : [])];
  return {
    kind: 'hotspot-user',
    key: voucher.code,
    values: {
      password: voucher.password,
      profile: hotspotProfileName(voucher.profileCode),
      ...(uptime === null ? {} : { 'limit-uptime': `${uptime}s` }),
      ...(bytes === null ? {} : { 'limit-bytes-total': bytes.toString() }),
      disabled: 'no',
    },
    ...(unset.length === 0 ? {} : { unset }),
    owner: `voucher-${voucher.id}`,
  };
}

function here(limit: bigint | null, elsewhere: bigint): bigint | null {
  if (limit === null) return null;
  const left = limit - elsewhere;
  // why: to a router zero is no limit at all
  return left > 0n ? left : 1n;
}
