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

/** What is left out has no limit. */
export function profileInput(body: CreateHotspotProfileDto): HotspotProfileInput {
  const { siteId, code, name, downloadKbps, uploadKbps } = body;
  return {
    ...{ siteId, code, name, planId: body.planId ?? null, burst: body.burst ?? null },
    ...(downloadKbps === undefined ? {} : { downloadKbps }),
    ...(uploadKbps === undefined ? {} : { uploadKbps }),
    ...{ sharedUsers: body.sharedUsers ?? 1, macCookie: body.macCookie ?? true, inShop: body.inShop ?? false },
    sessionTimeoutSeconds: body.sessionTimeoutSeconds ?? null,
    idleTimeoutSeconds: body.idleTimeoutSeconds ?? null,
    keepaliveTimeoutSeconds: body.keepaliveTimeoutSeconds ?? null,
    ...{ macCookieSeconds: body.macCookieSeconds ?? null, addressPool: body.addressPool ?? null },
    ...{ validityMinutes: body.validityMinutes ?? null, uptimeLimitSeconds: large(body.uptimeLimitSeconds) ?? null },
    ...{ dataLimitBytes: large(body.dataLimitBytes) ?? null },
    ...{ costAmount: BigInt(body.costAmount ?? '0'), priceAmount: BigInt(body.priceAmount ?? '0') },
  };
}

/** What is left out stays; null takes it away. */
export function profilePatch(body: Omit<UpdateHotspotProfileDto, 'version'>): HotspotProfilePatch {
  const { uptimeLimitSeconds, dataLimitBytes, costAmount, priceAmount, burst, ...rest } = body;
  return {
    ...rest,
    ...(burst === undefined ? {} : { burst }),
    ...(uptimeLimitSeconds === undefined ? {} : { uptimeLimitSeconds: large(uptimeLimitSeconds) ?? null }),
    ...(dataLimitBytes === undefined ? {} : { dataLimitBytes: large(dataLimitBytes) ?? null }),
    ...(costAmount === undefined ? {} : { costAmount: BigInt(costAmount) }),
    ...(priceAmount === undefined ? {} : { priceAmount: BigInt(priceAmount) }),
  };
}

const large = (value: number | null | undefined): bigint | undefined =>
  value === null || value === undefined ? undefined : BigInt(value);
