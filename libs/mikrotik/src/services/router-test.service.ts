import { Injectable } from '@nestjs/common';
import { Clock } from '@app/core';
import { MikrotikConfig } from '../mikrotik.config';
import { RouterEndpoints } from '../pool';
import { type ProbeResult, probeResult } from '../health/probe-result';
import { RouterSync } from '../sync/router-sync';
import {
  command,
  print,
  RouterOsError,
  type RouterOsTransport,
  RouterOsTransports,
  type Sentence,
  toRouterOsError,
} from '../transport';
import { diagnose, type Diagnosis } from './diagnosis';
import { RoutersService } from './routers.service';

/** What a test found. */
export interface RouterTestResult {
  diagnosis: Diagnosis;
  /** The router's or the network's own words. */
  reason: string | null;
  /** Of one command, in milliseconds. */
  latencyMs: number | null;
  facts: ProbeResult | null;
}

const IDENTITY = print('/system/identity', ['name']);
const RESOURCE = print('/system/resource', ['version', 'board-name', 'uptime', 'cpu-load']);
/** What the sync reads; a user that may not read this cannot serve us. */
const NEEDED: readonly Sentence[] = [
  command('/ppp/profile/print', { 'count-only': '' }),
  command('/ppp/secret/print', { 'count-only': '' }),
];

/** Tries to reach a router over a connection of its own and says precisely what is wrong. Changes nothing on it. */
@Injectable()
export class RouterTestService {
  constructor(
    private readonly routers: RoutersService,
    private readonly endpoints: RouterEndpoints,
    private readonly transports: RouterOsTransports,
    private readonly sync: RouterSync,
    private readonly config: MikrotikConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * A success also ends the router's backoff.
   *
   * @throws DomainError CORE_NOT_FOUND
   */
  async test(id: string): Promise<RouterTestResult> {
    const { tlsMode } = await this.routers.get(id);
    let transport: RouterOsTransport | undefined;
    try {
      transport = await this.transports.open(await this.endpoints.endpoint(id), this.config);
      const result = await this.examine(transport);
      await this.sync.forgetBackoff(id);
      return result;
    } catch (thrown) {
      const error = toRouterOsError(thrown);
      return { diagnosis: diagnose(error, tlsMode !== 'PLAIN'), reason: error.message, latencyMs: null, facts: null };
    } finally {
      await transport?.close();
    }
  }

  private async examine(transport: RouterOsTransport): Promise<RouterTestResult> {
    const options = { timeoutMs: this.config.commandTimeoutMs };
    const begun = this.clock.monotonicMs();
    const identity = await transport.exec(IDENTITY, options);
    const latencyMs = Math.round(this.clock.monotonicMs() - begun);
    const facts = probeResult(identity, await transport.exec(RESOURCE, options));
    if (facts.rosVersion === '') throw new RouterOsError('EPROTO', 'no version in the answer');
    for (const words of NEEDED) await transport.exec(words, options);
    return { diagnosis: 'OK', reason: null, latencyMs, facts };
  }
}
