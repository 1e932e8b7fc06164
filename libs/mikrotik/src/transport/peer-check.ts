import { X509Certificate } from 'node:crypto';
import { type Socket } from 'node:net';
import { type ConnectionOptions, TLSSocket } from 'node:tls';
import { RouterOsError } from './router-os-error';
import { type RouterEndpoint } from './router-os-transport';

/** What TLS needs to know of a router. */
export type TlsPeer = Pick<RouterEndpoint, 'tlsMode' | 'caPem' | 'anonymousTls' | 'fingerprint'>;

/** Cipher of a service without certificate; only the old protocol and the lowest level have it (routeros.md section 7). */
const ANONYMOUS = 'ADH-AES256-GCM-SHA384';

/** SHA-256 fingerprint of the certificate that the router showed, `AA:BB:…`; undefined without TLS or certificate. */
export function fingerprintOf(socket: Socket): string | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerCertificate() as { fingerprint256?: string };
  return certificate.fingerprint256;
}

/** May this text be the certificate of a CA? */
export function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false; // why: it throws for whatever is no certificate
  }
}

/** Options of the TLS connection; undefined where there is to be none. The check itself is {@link mistrustOf}. */
export function tlsOptionsFor({ tlsMode, caPem, anonymousTls, fingerprint }: TlsPeer): ConnectionOptions | undefined {
  if (tlsMode === 'PLAIN') return undefined;
  // why: Node would end the connection with less precise words before our check could speak
  const options: ConnectionOptions = { rejectUnauthorized: false };
  // why: the CA is the operator's own and signs routers only; their certificates seldom hold the address that is dialled
  if (tlsMode === 'CA') return { ...options, ca: caPem, checkServerIdentity: () => undefined };
  // why: a pinned certificate is never given up for none
  if (anonymousTls !== true || fingerprint !== undefined) return options;
  // why: DEFAULT would strike anonymous ciphers out for good
  return { ...options, ciphers: `HIGH:${ANONYMOUS}:@SECLEVEL=0`, maxVersion: 'TLSv1.2' };
}

/** A certificate that is not the pinned one. */
export function anotherCertificate(shown: string | undefined, pinned?: string): RouterOsError {
  const expected = pinned === undefined ? '' : `, pinned is ${pinned}`;
  return new RouterOsError('TLS_FINGERPRINT', `the router shows the certificate ${shown ?? '(none)'}${expected}`, {
    stage: 'connect',
  });
}

/** Why this router must not be given our password; undefined where all is well. Call it when the handshake is over. */
export function mistrustOf(socket: Socket, peer: TlsPeer): RouterOsError | undefined {
  if (peer.tlsMode === 'PLAIN') return undefined;
  const shown = fingerprintOf(socket);
  if (peer.tlsMode === 'CA') return mistrustOfCa(socket);
  if (peer.fingerprint !== undefined) {
    return shown === peer.fingerprint ? undefined : anotherCertificate(shown, peer.fingerprint);
  }
  if (shown !== undefined || peer.anonymousTls === true) return undefined;
  return new RouterOsError('TLS_NO_CERTIFICATE', 'the router shows no certificate', { stage: 'connect' });
}

function mistrustOfCa(socket: Socket): RouterOsError | undefined {
  if (!(socket instanceof TLSSocket) || socket.authorized) return undefined;
  const { authorizationError } = socket as { authorizationError?: unknown };
  const reason = authorizationError instanceof Error ? authorizationError.message : String(authorizationError);
  return new RouterOsError('TLS_CA', `the certificate of the router is not trusted: ${reason}`, { stage: 'connect' });
}
