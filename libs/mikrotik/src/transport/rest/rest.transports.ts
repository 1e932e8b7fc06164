import { Injectable } from '@nestjs/common';
import { RouterOsError, toRouterOsError } from '../router-os-error';
import {
  type OpenOptions,
  type RouterEndpoint,
  type RouterOsTransport,
  RouterOsTransports,
} from '../router-os-transport';
import { RestTransport } from './rest.transport';

const IDENTITY = ['/system/identity/print', '=.proplist=name'];

/** Opens REST connections to RouterOS 7. There is no login: a first request shows whether the password is right. */
@Injectable()
export class RestTransports extends RouterOsTransports {
  async open(endpoint: RouterEndpoint, { connectTimeoutMs, loginTimeoutMs }: OpenOptions): Promise<RouterOsTransport> {
    const transport = new RestTransport(endpoint);
    try {
      await transport.exec(IDENTITY, { timeoutMs: connectTimeoutMs + loginTimeoutMs });
      return transport;
    } catch (thrown) {
      transport.destroy();
      const error = toRouterOsError(thrown);
      const answered = ['AUTH_FAILED', 'PERMISSION_DENIED', 'NOT_FOUND', 'EPROTO'].includes(error.code);
      const stage = answered ? 'login' : 'connect';
      if (error.code !== 'NOT_FOUND') throw error.with({ stage });
      throw new RouterOsError('UNSUPPORTED', 'this router has no REST service: it needs RouterOS 7', { stage });
    }
  }
}
