/**
 * `PLAIN` no TLS, only where allowed; `PINNED` TLS, the certificate's fingerprint is kept at first use and must stay; `CA` TLS,
 * the certificate must be signed by the router's own CA.
 */
export const TLS_MODES = ['PLAIN', 'PINNED', 'CA'] as const;
export type TlsMode = (typeof TLS_MODES)[number];

/** `API` works on every RouterOS; `REST` is for v7 routers whose API port cannot be reached. */
export const ROUTER_PROTOCOLS = ['API', 'REST'] as const;
export type RouterProtocol = (typeof ROUTER_PROTOCOLS)[number];

/** One byte per character, ASCII below 0x80: what a PC running WinBox 3 wrote its comments in. */
export const CODE_PAGES = [
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'iso-8859-1',
  'iso-8859-15',
] as const;
export type CodePage = (typeof CODE_PAGES)[number];

/** The port that RouterOS gives a service unless told otherwise. */
export function defaultPort(protocol: RouterProtocol, tlsMode: TlsMode): number {
  if (protocol === 'REST') return tlsMode === 'PLAIN' ? 80 : 443;
  return tlsMode === 'PLAIN' ? 8728 : 8729;
}
