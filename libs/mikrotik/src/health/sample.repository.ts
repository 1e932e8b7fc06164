import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { NO_FACTS, sessionUse, usedPercent } from '../domain/health/probe-facts';
import { bitsPerSecond } from '../domain/health/traffic';
import { type ProbeRecord } from './probe-target';

/** Writes single samples of health and traffic. Their months have to be there ({@link PartitionKeeper}). */
@Injectable()
export class SampleRepository {
  constructor(private readonly database: Database) {}

  async insert({ target, answer }: ProbeRecord): Promise<void> {
    const told = answer?.facts ?? NO_FACTS;
    const { sessions } = sessionUse(told, target.licence);
    await this.database.execute(
      `insert into router_health_samples (router_id, sampled_at, answered, latency_ms, latency_max_ms, cpu, cpu_max,
         memory_percent, disk_percent, temperature_dc, voltage_mv, sessions, sessions_max)
       values ($1, $2, $3, $4, $4, $5, $5, $6, $7, $8, $9, $10, $10) on conflict do nothing`,
      [
        ...[target.id, answer?.at ?? target.now, answer ? 1 : 0, told.latencyMs, told.cpuLoad],
        usedPercent(told.freeMemoryBytes, told.totalMemoryBytes),
        usedPercent(told.freeDiskBytes, told.totalDiskBytes),
        ...[told.temperatureDc, told.voltageMv, sessions],
      ],
    );
    if (answer && answer.traffic.length > 0) await this.insertTraffic(target.id, answer);
  }

  private async insertTraffic(routerId: string, { at, traffic }: NonNullable<ProbeRecord['answer']>): Promise<void> {
    await this.database.execute(
      `insert into router_traffic_samples (router_id, interface, sampled_at, millis, rx_bytes, tx_bytes, rx_peak_bps, tx_peak_bps)
       select $1, t.* from unnest($2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
         $8::bigint[]) as t on conflict do nothing`,
      [
        routerId,
        traffic.map(({ name }) => name),
        traffic.map(() => at),
        traffic.map(({ millis }) => millis),
        traffic.map(({ rx }) => rx.toString()),
        traffic.map(({ tx }) => tx.toString()),
        traffic.map(({ rx, millis }) => bitsPerSecond(rx, millis).toString()),
        traffic.map(({ tx, millis }) => bitsPerSecond(tx, millis).toString()),
      ],
    );
  }
}
