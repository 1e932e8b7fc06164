import { type Text } from '@app/core';
import { type RouterOsError } from '../transport';
import { type TlsMode } from '../transport/reach';
import { type Diagnosis } from './diagnosis-texts';

const BY_CODE: Readonly<Record<string, Diagnosis>> = {
  MIKROTIK_ROUTER_DISABLED: 'DISABLED',
  MIKROTIK_HOST_NOT_ALLOWED: 'HOST_NOT_ALLOWED',
  MIKROTIK_PORT_NOT_ALLOWED: 'HOST_NOT_ALLOWED',
  MIKROTIK_HOST_UNKNOWN: 'NAME_NOT_RESOLVED',
  MIKROTIK_PLAIN_NOT_ALLOWED: 'PLAIN_NOT_ALLOWED',
  EHOSTUNREACH: 'UNREACHABLE',
  ENETUNREACH: 'UNREACHABLE',
  EHOSTDOWN: 'UNREACHABLE',
  ECONNREFUSED: 'REFUSED',
  TLS_FINGERPRINT: 'TLS_FINGERPRINT',
  TLS_NO_CERTIFICATE: 'TLS_NO_CERTIFICATE',
  TLS_CA: 'TLS_CA',
  // why: a service without a certificate has no cipher in common with anybody who wants one
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'TLS_NO_CERTIFICATE',
  ERR_SSL_WRONG_VERSION_NUMBER: 'TLS_WRONG_PROTOCOL',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'TLS_WRONG_PROTOCOL',
  AUTH_FAILED: 'WRONG_PASSWORD',
  IDENTITY_MISMATCH: 'IDENTITY_MISMATCH',
  PERMISSION_DENIED: 'PERMISSION',
  UNSUPPORTED: 'NOT_ROUTEROS',
  EPROTO: 'NOT_ROUTEROS',
};

const TLS_CODES = /^(ERR_SSL|ERR_TLS|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO)/;
const TIMEOUTS = ['ETIMEDOUT', 'SOCKTMOUT'];
const CLOSED = ['ECONNCLOSED', 'ECONNRESET', 'FATAL'];

const known = (code: string): Diagnosis | undefined => (Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined);

/** What most likely is the matter, from the first thing that went wrong. */
export function diagnose({ code, details }: RouterOsError, tlsMode: TlsMode): Diagnosis {
  const tls = tlsMode !== 'PLAIN';
  const inHandshake = tls && details.stage === 'connect' && [...CLOSED, 'EPROTO'].includes(code);
  if (inHandshake || (TLS_CODES.test(code) && known(code) === undefined)) return 'TLS';
  // why: whoever accepts a connection and then has nothing to say to a login is something else
  if (TIMEOUTS.includes(code)) return details.stage === 'login' ? 'NOT_ROUTEROS' : 'TIMED_OUT';
  if (CLOSED.includes(code)) return 'CLOSED_BY_ROUTER';
  return known(code) ?? 'FAILED';
}

/** Something that does not stop us, and that an operator should know nevertheless. */
export interface TestWarning {
  code: WarningCode;
  text: Text;
  detail: string | null;
}

export const WARNINGS = {
  CLOCK_SKEW: {
    id: 'Jam router tidak cocok; log dan jadwal jadi salah. Aktifkan NTP (/system ntp client).',
    en: 'The clock of the router is wrong, and with it logs and schedules. Enable NTP (/system ntp client).',
  },
  NO_SENSITIVE: {
    id: 'Kata sandi pelanggan tidak bisa dibaca dari router (hak sensitive); hanya perlu untuk impor.',
    en: 'Passwords of subscribers cannot be read from the router (policy sensitive); only needed for importing.',
  },
  SESSIONS_SHORT: {
    id: 'Sesi API hampir habis (max-sessions). Naikkan batas di /ip/service.',
    en: 'API sessions are nearly used up (max-sessions). Raise the limit in /ip/service.',
  },
  FASTTRACK: {
    id: 'Ada aturan FastTrack: lalu lintasnya melewati antrean dan aturan isolir di bawahnya.',
    en: 'There are FastTrack rules: their traffic bypasses queues and the isolation rules below them.',
  },
} as const satisfies Record<string, Text>;

export type WarningCode = keyof typeof WARNINGS;
