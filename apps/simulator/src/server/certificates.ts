import { createSecureContext, type SecureContext } from 'node:tls';
import { generate } from 'selfsigned';

interface Issued {
  readonly key: string;
  readonly cert: string;
}

const EC = { keyType: 'ec', algorithm: 'sha256' } as const;
/** The only cipher of a service without certificate (routeros.md section 7). */
const ANONYMOUS = { ciphers: 'ADH-AES256-GCM-SHA384:@SECLEVEL=0', maxVersion: 'TLSv1.2', dhparam: 'auto' } as const;

const nameOf = (value: string): { name: string; value: string }[] => [{ name: 'commonName', value }];

async function issue(name: string, ca?: Issued): Promise<Issued> {
  const options = ca === undefined ? EC : { ...EC, ca };
  const { private: key, cert } = await generate(nameOf(name), options);
  return { key, cert };
}

let authority: Promise<Issued> | undefined;

function simulatedCa(): Promise<Issued> {
  authority ??= generate(nameOf('Simulated CA'), {
    ...EC,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  }).then(({ private: key, cert }) => ({ key, cert }));
  return authority;
}

/** Certificate of the CA that signs every certificate whose name begins with `signed`, PEM. One per process. */
export async function simulatedCaPem(): Promise<string> {
  return (await simulatedCa()).cert;
}

/**
 * The certificates of one router, made when a service first names them: `none` is anonymous Diffie-Hellman, names that
 * begin with `signed` come from the simulated CA, all others sign themselves. Another name is another certificate.
 */
export class Certificates {
  private readonly issued = new Map<string, Promise<Issued>>();
  private readonly contexts = new Map<string, Promise<SecureContext>>();

  constructor(private readonly router: string) {}

  /** What a service with this certificate shows in the handshake. */
  context(name: string): Promise<SecureContext> {
    let context = this.contexts.get(name);
    if (context === undefined) {
      context = this.make(name);
      this.contexts.set(name, context);
    }
    return context;
  }

  private async make(name: string): Promise<SecureContext> {
    if (name === 'none' || name === '') return createSecureContext(ANONYMOUS);
    let issued = this.issued.get(name);
    if (issued === undefined) {
      const ca = name.startsWith('signed') ? simulatedCa() : Promise.resolve(undefined);
      issued = ca.then((authority) => issue(`${this.router} ${name}`, authority));
      this.issued.set(name, issued);
    }
    return createSecureContext(await issued);
  }
}
