import { Injectable } from '@nestjs/common';
import { AppConfig } from '@app/platform';
import { MikrotikErrors } from '../mikrotik.errors';
import { type TlsMode } from '../transport/reach';
import { RouterNetworkConfig } from './router-network.config';

/** A connection without TLS carries the router's password in clear: somebody has to have allowed it (routeros.md section 7). */
@Injectable()
export class PlainPolicy {
  private readonly strict: boolean;

  constructor(
    private readonly config: RouterNetworkConfig,
    app: AppConfig,
  ) {
    this.strict = app.environment === 'production' && !app.demo;
  }

  /** What a new router gets where nobody says: outside production plain connections are ordinary. */
  get allowedByDefault(): boolean {
    return !this.strict;
  }

  /** @throws DomainError MIKROTIK_PLAIN_NOT_ALLOWED */
  assertAllowed({ tlsMode, plainAllowed }: { tlsMode: TlsMode; plainAllowed: boolean }): void {
    const allowed = plainAllowed && (!this.strict || this.config.plainAllowed);
    if (tlsMode === 'PLAIN' && !allowed) throw MikrotikErrors.PLAIN_NOT_ALLOWED();
  }
}
