import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type Resolution } from '../domain/health/history-window';

type Coarse = Exclude<Resolution, 'RAW'>;
const FINER: Readonly<Record<Coarse, Resolution>> = { HOUR: 'RAW', DAY: 'HOUR' };
export const SAMPLE_TABLES = ['router_health_samples', 'router_traffic_samples'] as const;
export type SampleTable = (typeof SAMPLE_TABLES)[number];

/** A mean of what was measured, weighed by the answers behind it. */
const mean = (column: string): string =>
  `round(sum(${column}::bigint * answered) filter (where ${column} is not null)::numeric
     / nullif(sum(answered) filter (where ${column} is not null), 0))::int`;

const MEANS = ['latency_ms', 'cpu', 'memory_percent', 'disk_percent', 'temperature_dc', 'voltage_mv', 'sessions'];
const PEAKS = ['latency_max_ms', 'cpu_max', 'sessions_max'];

/** What a gathered sample of health consists of, over `samples`, `answered` and the measured columns. */
export const HEALTH_SUMS = [
  'sum(samples)::int as samples',
  'sum(answered)::int as answered',
  ...MEANS.map((column) => `${mean(column)} as ${column}`),
  ...PEAKS.map((column) => `max(${column}) as ${column}`),
];

export const TRAFFIC_SUMS = [
  'sum(millis)::bigint as millis',
  'sum(rx_bytes)::bigint as rx_bytes',
  'sum(tx_bytes)::bigint as tx_bytes',
  'max(rx_peak_bps) as rx_peak_bps',
  'max(tx_peak_bps) as tx_peak_bps',
];

const SHAPES: Readonly<Record<SampleTable, { keys: string; sums: readonly string[] }>> = {
  router_health_samples: { keys: 'router_id', sums: HEALTH_SUMS },
  router_traffic_samples: { keys: 'router_id, interface', sums: TRAFFIC_SUMS },
};

const columnOf = (sum: string): string => sum.slice(sum.lastIndexOf(' ') + 1);

/** Gathers samples into hours and days, and forgets old ones. Safe to repeat. */
@Injectable()
export class RollUpRepository {
  constructor(private readonly database: Database) {}

  /**
   * Beginning of the first bucket to gather: a bucket before the last one that is there, or the first sample.
   *
   * @returns undefined when there is nothing to gather
   */
  async since(table: SampleTable, coarse: Coarse): Promise<Date | undefined> {
    const row = await this.database.queryOne<{ since: Date | null }>(
      `select coalesce(
         (select max(sampled_at) - $3::interval from ${table} where resolution = $1),
         (select date_trunc($4, min(sampled_at), 'UTC') from ${table} where resolution = $2)) as since`,
      [coarse, FINER[coarse], coarse === 'HOUR' ? '1 hour' : '1 day', coarse.toLowerCase()],
    );
    return row?.since ?? undefined;
  }

  /** @returns how many buckets were written */
  async gather(table: SampleTable, coarse: Coarse, since: Date): Promise<number> {
    const { keys, sums } = SHAPES[table];
    const columns = sums.map(columnOf);
    const { affected } = await this.database.execute(
      `insert into ${table} (${keys}, resolution, sampled_at, ${columns.join(', ')})
       select ${keys}, $1, date_trunc($4, sampled_at, 'UTC'), ${sums.join(', ')}
         from ${table} where resolution = $2 and sampled_at >= $3
        group by ${keys}, date_trunc($4, sampled_at, 'UTC')
       on conflict (${keys}, resolution, sampled_at) do update set
         ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
      [coarse, FINER[coarse], since, coarse.toLowerCase()],
    );
    return affected;
  }

  /** Deletes up to `limit` samples that are older than `days`; returns how many. */
  async purge(table: SampleTable, resolution: Resolution, days: number, limit: number): Promise<number> {
    const { affected } = await this.database.execute(
      `delete from ${table} s using (
         select tableoid as part, ctid as place from ${table}
          where resolution = $1 and sampled_at < now() - $2 * interval '1 day' order by sampled_at limit $3) old
        where s.tableoid = old.part and s.ctid = old.place`,
      [resolution, days, limit],
    );
    return affected;
  }

  async purgeChanges(days: number): Promise<number> {
    const { affected } = await this.database.execute(
      `delete from router_health_changes where changed_at < now() - $1 * interval '1 day'`,
      [days],
    );
    return affected;
  }
}
