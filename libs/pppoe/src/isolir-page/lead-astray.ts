import { isIPv4 } from 'node:net';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { IsolirConfig } from '@app/mikrotik';
import { AppConfig } from '@app/platform';
import { parseAddress } from '../domain/free-addresses';
import { IsolirPageRepository } from './isolir-page.repository';

/** What isolated subscribers may ask this server for besides the page. */
const OPEN = /^\/(isolir|p|landing|health)([/?]|$)/;

/** Asked for by machines under whatever name; nobody's browser is answered there. */
const MACHINES = /^\/(api|metrics)([/?]|$)/;

/**
 * Leads isolated subscribers to the page, whatever they asked another server for: their plain HTTP ends here (dstnat of the
 * isolir rules). They are known by the addresses of the isolated, which nobody else has; who is on a static line keeps his own
 * and is known by it, once he asks for another server than ours.
 */
@Injectable()
export class LeadAstray implements OnModuleInit {
  private readonly first: bigint;
  private readonly last: bigint;
  private readonly ownHost: string;

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly pages: IsolirPageRepository,
    app: AppConfig,
    config: IsolirConfig,
  ) {
    this.ownHost = new URL(app.publicUrl).hostname;
    const [first = '', last = ''] = config.poolRange.split('-');
    this.first = parseAddress(first)?.value ?? 1n;
    this.last = parseAddress(last)?.value ?? 0n;
  }

  onModuleInit(): void {
    const server = this.adapters.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('onRequest', async (request, reply) => {
      if (request.method !== 'GET' || OPEN.test(request.url)) return;
      if (!this.isIsolated(request.ip) && !(await this.isIsolatedLine(request))) return;
      await reply.header('cache-control', 'no-store').redirect('/isolir', 302);
    });
  }

  private async isIsolatedLine({ ip, hostname, url }: FastifyRequest): Promise<boolean> {
    const address = ip.replace(/^::ffff:/i, '');
    if (hostname === this.ownHost || MACHINES.test(url) || !isIPv4(address)) return false;
    return this.pages.isIsolatedLine(address);
  }

  private isIsolated(ip: string): boolean {
    const address = parseAddress(ip.replace(/^::ffff:/i, ''));
    return address?.family === 4 && address.value >= this.first && address.value <= this.last;
  }
}
