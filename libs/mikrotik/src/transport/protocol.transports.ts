import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '@app/platform';
import { logsPasswords } from './library';
import { RestTransports } from './rest/rest.transports';
import {
  type OpenOptions,
  type RouterEndpoint,
  type RouterOsTransport,
  RouterOsTransports,
} from './router-os-transport';
import { RouterOsClientTransports } from './routeros-client.transports';

/** Transports of the kind that the router's settings ask for. */
@Injectable()
export class ProtocolTransports extends RouterOsTransports implements OnModuleInit {
  private readonly logger = new Logger(ProtocolTransports.name);
  private readonly api = new RouterOsClientTransports();
  private readonly rest = new RestTransports();

  constructor(private readonly app: AppConfig) {
    super();
  }

  /** @throws Error in production when DEBUG would print the passwords of routers (routeros.md hazard 21) */
  onModuleInit(): void {
    if (!logsPasswords()) return;
    const reason = 'DEBUG=routeros-api prints the passwords of routers';
    if (this.app.environment === 'production' || this.app.environment === 'staging') throw new Error(reason);
    this.logger.warn(reason);
  }

  async open(endpoint: RouterEndpoint, options: OpenOptions): Promise<RouterOsTransport> {
    return (endpoint.protocol === 'REST' ? this.rest : this.api).open(endpoint, options);
  }
}
