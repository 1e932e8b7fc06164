import { MoneyDto } from '@app/platform';
import { type HotspotProfile } from '../domain/hotspot-profile';
import { type HotspotProfileInput } from '../services/hotspot-profiles.service';
import { type HotspotProfilePatch } from '../repositories/hotspot-profile.repository';
import {
  type CreateHotspotProfileDto,
  type HotspotProfileDto,
  type UpdateHotspotProfileDto,
} from './dto/hotspot-profile.dto';

export function presentHotspotProfile(profile: HotspotProfile): HotspotProfileDto {
  const { costAmount, priceAmount, currency, uptimeLimitSeconds, dataLimitBytes, ...rest } = profile;
  return {
    ...rest,
    uptimeLimitSeconds: uptimeLimitSeconds === null ? null : Number(uptimeLimitSeconds),
    dataLimitBytes: dataLimitBytes === null ? null : Number(dataLimitBytes),
    cost: MoneyDto.from(costAmount, currency),
    price: MoneyDto.from(priceAmount, currency),
  };
}

const DEFAULTS = {
  ...{ planId: null, burst: null, sharedUsers: 1, macCookie: true, inShop: false, sessionTimeoutSeconds: null },
  ...{ idleTimeoutSeconds: null, keepaliveTimeoutSeconds: null, macCookieSeconds: null, addressPool: null },
  ...{ validityMinutes: null, uptimeLimitSeconds: null, dataLimitBytes: null, costAmount: 0n, priceAmount: 0n },
};

/** What is left out has no limit. */
export function profileInput({ siteId, code, name, planId, ...terms }: CreateHotspotProfileDto): HotspotProfileInput {
  return { ...DEFAULTS, ...(planId === undefined ? {} : { planId }), ...profilePatch(terms), siteId, code, name };
}

/** What is left out stays; null takes it away. */
export function profilePatch(body: Omit<UpdateHotspotProfileDto, 'version'>): HotspotProfilePatch {
  const { uptimeLimitSeconds, dataLimitBytes, costAmount, priceAmount, burst, ...rest } = body;
  const given = Object.entries<unknown>({ ...rest }).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(given) as typeof rest),
    ...(burst === undefined ? {} : { burst }),
    ...(uptimeLimitSeconds === undefined ? {} : { uptimeLimitSeconds: large(uptimeLimitSeconds) ?? null }),
    ...(dataLimitBytes === undefined ? {} : { dataLimitBytes: large(dataLimitBytes) ?? null }),
    ...(costAmount === undefined ? {} : { costAmount: BigInt(costAmount) }),
    ...(priceAmount === undefined ? {} : { priceAmount: BigInt(priceAmount) }),
  };
}

const large = (value: number | null | undefined): bigint | undefined =>
  value === null || value === undefined ? undefined : BigInt(value);
