import { type AccountWithAccess } from '../services/pppoe-accounts.service';
import { type RouterObject } from '../domain/router-object';
import { type PppoeAccountDto, type PppoeAccountWithPasswordDto } from './dto/account.dto';
import { type PppProfileListDto } from './dto/profile.dto';

/** An account as the API shows it: never its password. */
export function presentAccount(account: AccountWithAccess): PppoeAccountDto {
  return {
    id: account.id,
    subscriptionId: account.subscriptionId,
    siteId: account.siteId,
    routerId: account.routerId,
    substituteRouterIds: account.substituteRouterIds,
    username: account.username,
    remoteAddress: account.remoteAddress,
    remoteIpv6Prefix: account.remoteIpv6Prefix,
    callerId: account.callerId,
    service: account.service,
    access: account.access,
    profile: account.profile,
    ...seenOf(account),
    version: account.version,
    createdAt: account.createdAt,
    updatedAt: account.updatedAt,
  };
}

const NEVER_SEEN = {
  ...{ online: false, lastSeenAt: null, lastAddress: null, lastCallerId: null, usedBytes: 0, fairUseStep: 0 },
};

function seenOf({ state }: AccountWithAccess): Pick<PppoeAccountDto, keyof typeof NEVER_SEEN> {
  if (state === null) return NEVER_SEEN;
  const { online, lastSeenAt, lastAddress, lastCallerId, usedBytes, limit } = state;
  return { online, lastSeenAt, lastAddress, lastCallerId, usedBytes: Number(usedBytes), fairUseStep: limit.stepNo };
}

/** The same with the password that was just made. */
export function presentWithPassword(account: AccountWithAccess, password: string): PppoeAccountWithPasswordDto {
  return Object.assign(presentAccount(account), { password });
}

/** The profiles of one router as a list of one page. */
export function presentProfiles(profiles: readonly RouterObject<'ppp-profile'>[]): PppProfileListDto {
  const items = profiles.map(({ key, values }) => ({
    name: key,
    rateLimit: values['rate-limit'] ?? '',
    addressList: values['address-list'] ?? null,
  }));
  return { items, nextCursor: null };
}
