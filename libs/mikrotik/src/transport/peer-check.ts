import { type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { RouterOsError } from './router-os-error';

/** SHA-256 fingerprint of the certificate that the router showed, `AA:BB:…`; undefined without TLS or certificate. */
export function fingerprintOf(socket: Socket): string | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerCertificate() as { fingerprint256?: string };
  return certificate.fingerprint256;
}

/** Refuses a router whose certificate is not the pinned one, before the password is sent (routeros.md section 7). */
export function pinnedPeer(expected: string): (socket: Socket) => RouterOsError | undefined {
  return (socket) =>
    fingerprintOf(socket) === expected
      ? undefined
      : new RouterOsError('TLS_FINGERPRINT', 'the certificate of the router is not the pinned one', {
          stage: 'connect',
        });
}
