import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type HistoryWindow } from '../domain/health/history-window';
import { HEALTH_SUMS, TRAFFIC_SUMS } from './roll-up.repository';

/** One step of a plot. null is what was not measured. */
export interface HealthPoint {
  at: Date;
  samples: number;
  answered: number;
  latency_ms: number | null;
  latency_max_ms: number | null;
  cpu: number | null;
  cpu_max: number | null;
  memory_percent: number | null;
  disk_percent: number | null;
  temperature_dc: number | null;
  voltage_mv: number | null;
  sessions: number | null;
  sessions_max: number | null;
}

export interface TrafficPoint {
  at: Date;
  millis: bigint;
  rx_bytes: bigint;
  tx_bytes: bigint;
  rx_peak_bps: bigint;
  tx_peak_bps: bigint;
}

const STEPS = `date_bin($5::int * interval '1 second', sampled_at, $3::timestamptz)`;
const WINDOW = `resolution = $2 and sampled_at >= $3 and sampled_at < $4`;

/** Reads samples for plots: one bounded statement each. Only for a router that was found within the scope. */
@Injectable()
export class HistoryRepository {
  constructor(private readonly database: Database) {}

  async health(routerId: string, window: HistoryWindow): Promise<HealthPoint[]> {
    return this.database.query<HealthPoint>(
      `select ${STEPS} as at, ${HEALTH_SUMS.join(', ')} from router_health_samples
        where router_id = $1 and ${WINDOW} group by 1 order by 1`,
      [routerId, ...parametersOf(window)],
    );
  }

  async traffic(routerId: string, name: string, window: HistoryWindow): Promise<TrafficPoint[]> {
    return this.database.query<TrafficPoint>(
      `select ${STEPS} as at, ${TRAFFIC_SUMS.join(', ')} from router_traffic_samples
        where router_id = $1 and ${WINDOW} and interface = $6 group by 1 order by 1`,
      [routerId, ...parametersOf(window), name],
    );
  }

  /** Interfaces of which there is traffic in a window. */
  async interfaces(routerId: string, { from, to, resolution }: HistoryWindow): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>(
      `select distinct interface as name from router_traffic_samples
        where router_id = $1 and ${WINDOW} order by 1`,
      [routerId, resolution, from, to],
    );
    return rows.map(({ name }) => name);
  }
}

const parametersOf = ({ resolution, from, to, stepSeconds }: HistoryWindow): unknown[] => [
  ...[resolution, from, to, stepSeconds],
];
