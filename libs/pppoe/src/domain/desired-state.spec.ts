import { isolirProfile, planProfile } from './desired-profile';
import { desiredSecret, type SecretFacts } from './desired-secret';
import { type ServiceFacts } from './service-facts';

const service: ServiceFacts = {
  subscriptionId: 's1',
  desired: 'ENABLED',
  planId: 'p1',
  planCode: 'HOME20',
  downloadKbps: 20_480,
  uploadKbps: 5_120,
};
const pooled: SecretFacts = { username: 'p000123-1', password: 'kh4rt7mzqa', remoteAddress: null };
const fixed: SecretFacts = { ...pooled, remoteAddress: '10.20.0.7' };

describe('planProfile', () => {
  it('writes upload before download, as the router sees it', () => {
    expect(planProfile(service)).toEqual({
      kind: 'ppp-profile',
      key: 'lg-HOME20',
      values: { 'rate-limit': '5120k/20480k' },
      owner: 'plan-p1',
    });
  });
});

describe('isolirProfile', () => {
  it('is slow and puts its sessions on the list of the isolated', () => {
    expect(isolirProfile(128, { values: {}, unset: [] })).toMatchObject({
      key: 'isolir',
      values: { 'rate-limit': '128k/128k', 'address-list': 'isolir' },
    });
  });
});

describe('desiredSecret', () => {
  it('puts an enabled account on its plan', () => {
    expect(desiredSecret(pooled, service)).toEqual({
      kind: 'ppp-secret',
      key: 'p000123-1',
      values: { service: 'pppoe', password: 'kh4rt7mzqa', profile: 'lg-HOME20', disabled: 'no' },
      unset: ['remote-address'],
      owner: 'sub-s1',
    });
  });

  it('gives an enabled account its fixed address', () => {
    const secret = desiredSecret(fixed, service);
    expect(secret.values['remote-address']).toBe('10.20.0.7');
    expect(secret.unset).toBeUndefined();
  });

  it('isolates without disabling, and takes the fixed address off', () => {
    const secret = desiredSecret(fixed, { ...service, desired: 'ISOLATED' });
    expect(secret.values).toEqual({ service: 'pppoe', password: 'kh4rt7mzqa', profile: 'isolir', disabled: 'no' });
    expect(secret.unset).toEqual(['remote-address']);
  });

  it('disables and leaves everything else as it was', () => {
    const enabled = desiredSecret(fixed, service);
    const disabled = desiredSecret(fixed, { ...service, desired: 'DISABLED' });
    expect(disabled).toEqual({ ...enabled, values: { ...enabled.values, disabled: 'yes' }, cutsOff: true });
  });
});
