import { type Capabilities, capabilitiesOf, type Readings } from '../domain/capabilities';
import { exposureOf } from './exposure';
import { findingsOf, type PostureInput } from './findings';

const NOW = new Date('2026-06-01T00:00:00Z');
const MENUS = {
  ...{ ppp: true, pppoeServer: true, hotspot: true, dhcpServer: true, radius: true, simpleQueue: true },
  ...{ ipv6: true, wireguard: true, container: false },
};
const readings = (extra: Partial<Readings> = {}): Readings => ({
  resource: [{ version: '7.16.2 (stable)', 'architecture-name': 'arm64', 'board-name': 'RB5009' }],
  routerboard: [{ 'serial-number': 'HF1', model: 'RB5009UG' }],
  license: [{ 'software-id': 'AAAA-BBBB', nlevel: '5' }],
  packages: [{ name: 'routeros', version: '7.16.2', disabled: 'false' }],
  services: [
    { name: 'api', port: '8728', address: '10.0.0.0/8', disabled: 'false', 'max-sessions': '20' },
    { name: 'telnet', port: '23', address: '', disabled: 'true' },
  ],
  users: [
    { name: 'langgan', group: 'langgan', disabled: 'false' },
    { name: 'budi', group: 'full', disabled: 'false' },
  ],
  groups: [
    { name: 'langgan', policy: 'read,write,api,test,!policy' },
    { name: 'full', policy: 'read,write,api,test,policy,ftp' },
  ],
  sessions: [{ name: 'langgan', via: 'api' }],
  certificates: [],
  fasttrack: [
    { '.id': '*1', action: 'fasttrack-connection' },
    { '.id': '*2', action: 'accept' },
  ],
  ...extra,
});
const capabilities = (extra: Partial<Readings> = {}, username = 'langgan'): Capabilities =>
  capabilitiesOf({ readings: readings(extra), menus: MENUS, username, service: 'api' });
const posture = (extra: Partial<PostureInput> = {}, read: Partial<Readings> = {}): string[] => {
  const known = capabilities(read);
  const input: PostureInput = {
    ...{ username: 'langgan', tlsMode: 'PINNED', tlsFingerprint: 'AA', anonymousTlsAllowed: false },
    ...{ identityState: 'PINNED', clockSkewMs: 0, passwordChangedAt: NOW, rotationErrorCode: null, twins: 0 },
    ...{ capabilities: known, exposure: exposureOf(readings(read), known.policies), now: NOW, maxPasswordAgeDays: 90 },
    ...extra,
  };
  return findingsOf(input).map(
    ({ code, severity, detail }) => `${severity} ${code}${detail === null ? '' : ` ${detail}`}`,
  );
};

describe('capabilities', () => {
  it('say what a router is and can', () => {
    expect(capabilities()).toMatchObject({
      ...{ version: '7.16.2', major: 7, supported: true, serialNumber: 'HF1', model: 'RB5009UG', emptyReply: false },
      ...{
        policies: ['read', 'write', 'api', 'test'],
        sensitive: false,
        fasttrackRules: 1,
        maxSessions: 20,
        rest: false,
      },
      licence: { level: '5', limits: { pppoe: 500, hotspot: 500 } },
    });
  });

  it('guess nothing that was not told', () => {
    const nothing = Object.fromEntries(Object.keys(readings()).map((name) => [name, undefined])) as unknown as Readings;
    expect(capabilities(nothing)).toMatchObject({
      ...{ version: '', supported: false, serialNumber: null, policies: null, sensitive: null, maxSessions: null },
      ...{ packages: [], licence: { level: null, limits: null } },
    });
  });

  it('of a virtual router are known by its system id', () => {
    const { serialNumber, licence } = capabilities({
      routerboard: undefined,
      license: [{ 'system-id': 'x1', level: 'p1' }],
    });
    expect([serialNumber, licence]).toEqual(['x1', { level: 'p1', limits: { pppoe: null, hotspot: null } }]);
  });

  it('know from 7.18 on that prints may be empty, and REST from 7 on with a web service', () => {
    const { emptyReply, rest } = capabilities({
      resource: [{ version: '7.18' }],
      services: [{ name: 'www-ssl', disabled: 'false' }],
    });
    expect([emptyReply, rest]).toEqual([true, true]);
  });
});

describe('the security posture', () => {
  it('of a well-kept router is empty', () => {
    expect(posture()).toEqual([]);
  });

  it('names what the registry knows', () => {
    const old = new Date('2026-01-01T00:00:00Z');
    const bad = { tlsMode: 'PLAIN', identityState: 'IDENTITY_MISMATCH', clockSkewMs: -120_000, twins: 1 } as const;
    expect(posture({ ...bad, passwordChangedAt: old, rotationErrorCode: 'X' })).toEqual([
      'HIGH IDENTITY_MISMATCH',
      'HIGH PLAIN_CONNECTION',
      'MEDIUM REGISTERED_TWICE 1',
      'MEDIUM OLD_PASSWORD 151 d',
      'MEDIUM ROTATION_FAILED X',
      'LOW CLOCK_SKEW -120 s',
    ]);
    expect(posture({ tlsFingerprint: null, anonymousTlsAllowed: true })).toEqual(['MEDIUM ANONYMOUS_TLS']);
    expect(posture({ capabilities: null, exposure: null })).toEqual(['LOW NOT_INSPECTED']);
    expect(posture({ passwordChangedAt: old, maxPasswordAgeDays: 0 })).toEqual([]);
  });

  it('names what is open on the router', () => {
    const services = [
      { name: 'api', address: '', 'max-sessions': '3' },
      { name: 'telnet' },
      { name: 'ftp' },
      { name: 'www' },
    ];
    const users = ['admin', 'a', 'b'].map((name) => ({ name, group: 'full' }));
    expect(posture({}, { services, users })).toEqual([
      'HIGH API_OPEN_TO_ALL api',
      'HIGH DEFAULT_ADMIN',
      'MEDIUM CLEAR_TEXT_SERVICE telnet, ftp',
      'LOW MANY_FULL_USERS admin, a, b',
      'LOW PLAIN_WEB_SERVICE',
      'LOW FEW_SESSIONS api: 3',
    ]);
    const groups = [{ name: 'langgan', policy: 'read,write,api,test,policy,ftp' }];
    expect(posture({}, { groups })).toEqual(['MEDIUM OWN_USER_TOO_MIGHTY policy, ftp']);
    expect(posture({ username: 'admin' })).toEqual(['HIGH OWN_USER_IS_ADMIN']);
  });

  it('names services that take old TLS, where they are on and somebody has looked', () => {
    const services = [
      { name: 'api-ssl', address: '10.0.0.0/8', 'tls-version': 'any' },
      { name: 'www-ssl', address: '10.0.0.0/8', 'tls-version': 'only-1.2' },
      { name: 'api', address: '10.0.0.0/8', 'tls-version': 'any' },
    ];
    expect(posture({}, { services })).toEqual(['LOW OLD_TLS api-ssl']);
    expect(posture({}, { services: services.map((row) => ({ ...row, disabled: 'true' })) })).toEqual([]);
    expect(posture({}, { services: [{ name: 'api-ssl', address: '10.0.0.0/8' }] })).toEqual([]);
  });

  it('names certificates of services only, and old releases', () => {
    const services = [{ name: 'api-ssl', address: '10.0.0.0/8', certificate: 'server' }];
    const ending = (name: string, invalidAfter: string) => ({ name, 'invalid-after': invalidAfter });
    const expired = [ending('server', 'may/01/2026 00:00:00'), ending('other', '2020-01-01 00:00:00')];
    expect(posture({}, { services, certificates: expired })).toEqual(['HIGH CERTIFICATE_EXPIRED server']);
    const soon = [ending('server', '2026-06-11 00:00:00')];
    expect(posture({}, { services, certificates: soon })).toEqual(['MEDIUM CERTIFICATE_EXPIRES server: 10 d']);
    expect(posture({}, { resource: [{ version: '6.49.10' }] })).toEqual(['MEDIUM OLD_ROUTEROS 6.49.10']);
    expect(posture({}, { resource: [{ version: '6.49.19' }] })).toEqual([]);
  });
});
