import { type Text } from '@app/core';
import { type Capabilities } from '../domain/capabilities';
import { instantOf } from '../domain/clock-reading';
import { FORBIDDEN_POLICIES } from '../domain/policies';
import { isAtLeast } from '../domain/ros-version';
import { type TlsMode } from '../transport/reach';
import { type Exposure } from './exposure';
import { FINDING_TEXTS, type FindingCode, type FindingSeverity } from './finding-texts';

/** Something about a router that an attacker would like. */
export interface Finding {
  code: FindingCode;
  severity: FindingSeverity;
  text: Text;
  /** What exactly: names of users, services, days. */
  detail: string | null;
}

/** What is looked at. */
export interface PostureInput {
  username: string;
  tlsMode: TlsMode;
  tlsFingerprint: string | null;
  anonymousTlsAllowed: boolean;
  identityState: string;
  clockSkewMs: number | null;
  passwordChangedAt: Date;
  rotationErrorCode: string | null;
  /** Other routers of the registry with the same serial number. */
  twins: number;
  capabilities: Capabilities | null;
  exposure: Exposure | null;
  now: Date;
  /** Oldest age of our password in days; 0 = any. */
  maxPasswordAgeDays: number;
}

const DAY_MS = 86_400_000;
const EXPIRES_SOON_DAYS = 30;
const SKEW_MS = 60_000;
const OLD_V6 = '6.49.18';
const OLD_V7 = '7.14';
const FEW_SESSIONS = 10;

type Found = [code: FindingCode, detail?: string | null] | false;

/** What is wrong, the worst first. Nothing is said about what could not be read. */
export function findingsOf(input: PostureInput): Finding[] {
  const found = [...registryFindings(input), ...exposureFindings(input), ...versionFindings(input)];
  return found
    .filter((one) => one !== false)
    .map(([code, detail = null]) => ({ code, ...FINDING_TEXTS[code], detail }))
    .sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

const RANK: Readonly<Record<FindingSeverity, number>> = { HIGH: 0, MEDIUM: 1, LOW: 2 };

function registryFindings(input: PostureInput): Found[] {
  const { tlsMode, tlsFingerprint, anonymousTlsAllowed, clockSkewMs } = input;
  return [
    input.capabilities === null && ['NOT_INSPECTED'],
    input.identityState === 'IDENTITY_MISMATCH' && ['IDENTITY_MISMATCH'],
    input.twins > 0 && ['REGISTERED_TWICE', String(input.twins)],
    tlsMode === 'PLAIN' && ['PLAIN_CONNECTION'],
    tlsMode === 'PINNED' && tlsFingerprint === null && anonymousTlsAllowed && ['ANONYMOUS_TLS'],
    oldPassword(input),
    input.rotationErrorCode !== null && ['ROTATION_FAILED', input.rotationErrorCode],
    clockSkewMs !== null && Math.abs(clockSkewMs) > SKEW_MS && ['CLOCK_SKEW', `${Math.round(clockSkewMs / 1_000)} s`],
  ];
}

function oldPassword({ now, passwordChangedAt, maxPasswordAgeDays }: PostureInput): Found {
  const days = Math.floor((now.getTime() - passwordChangedAt.getTime()) / DAY_MS);
  return maxPasswordAgeDays > 0 && days > maxPasswordAgeDays && ['OLD_PASSWORD', `${days} d`];
}

function exposureFindings({ exposure, username, now }: PostureInput): Found[] {
  if (exposure === null) return [];
  const { services, users, policies } = exposure;
  const named = (...names: string[]): Exposure['services'][number][] =>
    services.filter(({ name }) => names.includes(name));
  const joined = (names: readonly { name: string }[]): string => names.map(({ name }) => name).join(', ');
  const open = named('api', 'api-ssl').filter(({ addresses }) => addresses.length === 0);
  const clear = named('telnet', 'ftp');
  const oldTls = named('api-ssl', 'www-ssl').filter(({ tlsVersion }) => tlsVersion === 'any');
  const full = users.filter((user) => user.full && user.name !== username);
  const mighty = (policies ?? []).filter((name) => (FORBIDDEN_POLICIES as readonly string[]).includes(name));
  const few = named('api', 'api-ssl').filter(({ maxSessions }) => maxSessions !== null && maxSessions < FEW_SESSIONS);
  return [
    open.length > 0 && ['API_OPEN_TO_ALL', joined(open)],
    users.some(({ name, full: all }) => name === 'admin' && all) && ['DEFAULT_ADMIN'],
    username === 'admin' ? ['OWN_USER_IS_ADMIN'] : mighty.length > 0 && ['OWN_USER_TOO_MIGHTY', mighty.join(', ')],
    full.length > 2 && ['MANY_FULL_USERS', joined(full)],
    clear.length > 0 && ['CLEAR_TEXT_SERVICE', joined(clear)],
    named('www').length > 0 && ['PLAIN_WEB_SERVICE'],
    oldTls.length > 0 && ['OLD_TLS', joined(oldTls)],
    few.length > 0 && ['FEW_SESSIONS', few.map(({ name, maxSessions }) => `${name}: ${maxSessions}`).join(', ')],
    ...certificateFindings(exposure, now),
  ];
}

/** Only certificates that a service shows. */
function certificateFindings({ services, certificates }: Exposure, now: Date): Found[] {
  return certificates
    .filter(({ name }) => services.some(({ certificate }) => certificate === name))
    .map(({ name, invalidAfter, expired }): Found => {
      const [date, time] = (invalidAfter ?? '').split(' ');
      const end = instantOf({ date, time });
      const days = end && Math.floor((end.getTime() - now.getTime()) / DAY_MS);
      if (expired || (days !== undefined && days < 0)) return ['CERTIFICATE_EXPIRED', name];
      return days !== undefined && days <= EXPIRES_SOON_DAYS && ['CERTIFICATE_EXPIRES', `${name}: ${days} d`];
    });
}

function versionFindings({ capabilities }: PostureInput): Found[] {
  if (capabilities === null) return [];
  const { version, major } = capabilities;
  return [!isAtLeast(version, major >= 7 ? OLD_V7 : OLD_V6) && ['OLD_ROUTEROS', version]];
}
