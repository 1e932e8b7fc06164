import { hotspotProfileName, type HotspotProfile, type HotspotTerms } from './hotspot-profile';

/** An object that we want on a router, in RouterOS's words. */
export interface HotspotObject<K extends string> {
  kind: K;
  key: string;
  values: Record<string, string>;
  unset?: string[];
  owner: string;
  cutsOff?: boolean;
  sparesSessions?: { attribute: string; fromPrefix: string; except?: string };
}

/**
 * The user profile of a package. `rate-limit` is written as the router sees it: received / sent, which is the user's
 * upload / download (routeros.md 12).
 */
export function desiredHotspotProfile(
  profile: HotspotTerms & Pick<HotspotProfile, 'id' | 'code'>,
): HotspotObject<'hotspot-user-profile'> {
  const { sessionTimeoutSeconds: session, idleTimeoutSeconds: idle, keepaliveTimeoutSeconds: keepalive } = profile;
  return {
    kind: 'hotspot-user-profile',
    key: hotspotProfileName(profile.code),
    values: {
      'rate-limit': rateLimit(profile),
      'shared-users': String(profile.sharedUsers),
      'idle-timeout': idle === null ? 'none' : `${idle}s`,
      ...(session === null ? {} : { 'session-timeout': `${session}s` }),
      ...(keepalive === null ? {} : { 'keepalive-timeout': `${keepalive}s` }),
      'add-mac-cookie': profile.macCookie ? 'yes' : 'no',
      ...(profile.macCookieSeconds === null ? {} : { 'mac-cookie-timeout': `${profile.macCookieSeconds}s` }),
      'address-pool': profile.addressPool ?? 'none',
    },
    ...(session === null ? { unset: ['session-timeout'] } : {}),
    owner: `hotspot-${profile.id}`,
  };
}

/** `upload/download`, and with a burst `rate burst threshold time`. */
function rateLimit({ uploadKbps, downloadKbps, burst }: HotspotTerms): string {
  const rate = `${uploadKbps}k/${downloadKbps}k`;
  if (!burst) return rate;
  const peak = `${burst.uploadKbps}k/${burst.downloadKbps}k`;
  const threshold = `${burst.thresholdUploadKbps}k/${burst.thresholdDownloadKbps}k`;
  return `${rate} ${peak} ${threshold} ${burst.seconds}/${burst.seconds}`;
}
