import { desiredHotspotProfile } from './desired-hotspot-profile';

const PACKAGE = {
  ...{ id: 'p1', code: 'D1', downloadKbps: 4_096, uploadKbps: 1_024, burst: null, sharedUsers: 2 },
  ...{ sessionTimeoutSeconds: null, idleTimeoutSeconds: null, keepaliveTimeoutSeconds: null },
  ...{ macCookie: true, macCookieSeconds: null, addressPool: null },
};

describe('user profile of a package', () => {
  it('limits what the router receives, the upload, and then what it sends', () => {
    const { key, values, unset } = desiredHotspotProfile(PACKAGE);
    expect(key).toBe('lg-D1');
    expect(values).toMatchObject({ 'rate-limit': '1024k/4096k', 'shared-users': '2', 'add-mac-cookie': 'yes' });
    expect(unset).toEqual(['session-timeout']);
  });

  it('writes burst, timeouts and cookie', () => {
    const burst = { downloadKbps: 8, uploadKbps: 4, thresholdDownloadKbps: 6, thresholdUploadKbps: 3, seconds: 16 };
    const { values, unset } = desiredHotspotProfile({
      ...{ ...PACKAGE, burst, sessionTimeoutSeconds: 3_600, idleTimeoutSeconds: 300, keepaliveTimeoutSeconds: 120 },
      ...{ macCookie: false, macCookieSeconds: 86_400, addressPool: 'hs' },
    });
    expect(values).toEqual({
      ...{ 'rate-limit': '1024k/4096k 4k/8k 3k/6k 16/16', 'shared-users': '2', 'address-pool': 'hs' },
      ...{ 'session-timeout': '3600s', 'idle-timeout': '300s', 'keepalive-timeout': '120s' },
      ...{ 'add-mac-cookie': 'no', 'mac-cookie-timeout': '86400s' },
    });
    expect(unset).toBeUndefined();
  });
});
