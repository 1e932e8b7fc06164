import { Injectable } from '@nestjs/common';
import { MikrotikConfig } from '../mikrotik.config';
import { duration } from '../domain/normalise';
import { RouterPool } from '../pool';
import { type ProbeResult, RouterHealthRepository } from '../repositories/router-health.repository';
import { print, type Row } from '../transport';
import { RouterFailures } from './router-failures';
import { SyncWaker } from './sync-waker';

const IDENTITY = print('/system/identity', ['name']);
const RESOURCE = print('/system/resource', ['version', 'board-name', 'uptime', 'cpu-load']);
const AT_A_TIME = 16;

const wholeNumber = (text: string | undefined): number | null => (/^\d+$/.test(text ?? '') ? Number(text) : null);

/** What the two prints of a probe say, read tolerantly. */
export function probeResult([identity]: readonly Row[], [resource]: readonly Row[]): ProbeResult {
  return {
    identity: identity?.name ?? '',
    rosVersion: (resource?.version ?? '').replace(/\s*\(.*\)$/, ''),
    boardName: resource?.['board-name'] ?? null,
    uptimeSeconds: wholeNumber(duration(resource?.uptime ?? '')),
    cpuLoad: wholeNumber(resource?.['cpu-load']),
  };
}

/** Asks routers how they are. One that returns or was restarted gets a full sync. */
@Injectable()
export class RouterProbeService {
  constructor(
    private readonly pool: RouterPool,
    private readonly health: RouterHealthRepository,
    private readonly failures: RouterFailures,
    private readonly waker: SyncWaker,
    private readonly config: MikrotikConfig,
  ) {}

  /** Every managed router that is not in a backoff, some at a time. */
  async probeAll(signal: AbortSignal): Promise<{ probed: number }> {
    const ids = await this.health.toProbe();
    const queue = ids.values();
    const one = async (): Promise<void> => {
      for (const id of queue) {
        if (signal.aborted) return;
        await this.probe(id);
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_A_TIME, ids.length) }, one));
    return { probed: ids.length };
  }

  /** Never throws for what a router does. */
  async probe(routerId: string): Promise<void> {
    const gate = await this.health.gate(routerId, this.config.fullSyncIntervalMs);
    if (gate?.open !== true) return;
    if (gate.failures > 0) await this.pool.reset(routerId);
    else await this.pool.expectVersion(routerId, gate.version);
    const [identity, resource] = await this.pool.execAll(routerId, [IDENTITY, RESOURCE]);
    const error = [identity, resource].map((one) => (one?.ok === false ? one.error : undefined)).find(Boolean);
    if (error) {
      await this.failures.record(gate, error);
      return;
    }
    const result = probeResult(identity?.ok ? identity.value : [], resource?.ok ? resource.value : []);
    const back = await this.health.recordProbe(routerId, result);
    if (back || gate.fullSyncDue) this.waker.wake([routerId]);
  }
}
