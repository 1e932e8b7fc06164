import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance } from 'fastify';
import { IsolirConfig } from '@app/mikrotik';
import { parseAddress } from '../domain/free-addresses';

/** What isolated subscribers may ask this server for besides the page. */
const OPEN = /^\/(isolir|p|landing|health)([/?]|$)/;

/**
 * Leads isolated subscribers to the page, whatever they asked another server for: their plain HTTP ends here (dstnat of the
 * isolir rules). They are known by the addresses of the isolated, which nobody else has.
 */
@Injectable()
export class LeadAstray implements OnModuleInit {
  private readonly first: bigint;
  private readonly last: bigint;

  constructor(
    private readonly adapters: HttpAdapterHost,
    config: IsolirConfig,
  ) {
    const [first = '', last = ''] = config.poolRange.split('-');
    this.first = parseAddress(first)?.value ?? 1n;
    this.last = parseAddress(last)?.value ?? 0n;
  }

  onModuleInit(): void {
    const server = this.adapters.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('onRequest', (request, reply, done) => {
      if (request.method === 'GET' && !OPEN.test(request.url) && this.isIsolated(request.ip)) {
        void reply.header('cache-control', 'no-store').redirect('/isolir', 302);
      } else done();
    });
  }

  private isIsolated(ip: string): boolean {
    const address = parseAddress(ip.replace(/^::ffff:/i, ''));
    return address?.family === 4 && address.value >= this.first && address.value <= this.last;
  }
}
