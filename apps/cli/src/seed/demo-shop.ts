import { type INestApplicationContext } from '@nestjs/common';
import { type Site } from '@app/iam';
import { HotspotProfiles } from '@app/vouchers';

const HOUR = 60;
const DAY = 24 * HOUR;

/** Packages that every site sells to anybody at `/shop/<site>`. */
const PACKAGES = [
  { code: 'JAM3', name: 'Hotspot 3 jam', validityMinutes: 3 * HOUR, kbps: 3_000, gigabytes: null, price: 3_000n },
  { code: 'HARI1', name: 'Hotspot 1 hari', validityMinutes: DAY, kbps: 5_000, gigabytes: null, price: 10_000n },
  { code: 'PEKAN1', name: 'Hotspot 1 pekan', validityMinutes: 7 * DAY, kbps: 5_000, gigabytes: 20n, price: 35_000n },
] as const;

const NO_LIMITS = {
  ...{ sessionTimeoutSeconds: null, idleTimeoutSeconds: null, keepaliveTimeoutSeconds: null, macCookieSeconds: null },
  ...{ addressPool: null, burst: null, planId: null, uptimeLimitSeconds: null },
} as const;

/** Opens a voucher shop at every site. */
export async function seedShops(services: INestApplicationContext, sites: readonly Site[]): Promise<void> {
  const profiles = services.get(HotspotProfiles);
  for (const { id: siteId } of sites) {
    for (const { kbps, gigabytes, price, ...facts } of PACKAGES) {
      await profiles.create({
        ...{ ...NO_LIMITS, ...facts, siteId, downloadKbps: kbps, uploadKbps: kbps / 2, sharedUsers: 1 },
        ...{ dataLimitBytes: gigabytes === null ? null : gigabytes * 1_000_000_000n, macCookie: true },
        ...{ costAmount: 0n, priceAmount: price, inShop: true, changePolicy: 'NEXT_SESSION', status: 'ACTIVE' },
      });
    }
  }
}
