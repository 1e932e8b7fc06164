import { Injectable } from '@nestjs/common';
import { Database, HOT } from '@app/platform';

/** Gapless numbers (billing.md N1). */
@Injectable()
export class NumberSeries {
  constructor(private readonly database: Database) {}

  /**
   * Takes `count` numbers of a series in the caller's transaction and returns the first of them; a new series starts at 1.
   * The series stays locked until the transaction ends, so take them as late as possible. A rollback gives them back.
   */
  async take(series: string, count = 1n): Promise<bigint> {
    const first = (await this.takeMany(new Map([[series, count]]))).get(series);
    if (first === undefined) throw new Error(`series ${series} gave no number`);
    return first;
  }

  /** Takes blocks of several series in one statement, always in the same order of locks. */
  async takeMany(counts: ReadonlyMap<string, bigint>): Promise<Map<string, bigint>> {
    const wanted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
    const rows = await this.database.query<{ series: string; last: bigint }>(
      `insert into number_series (series, last_no) select * from unnest($1::text[], $2::bigint[])
       on conflict (series) do update set last_no = number_series.last_no + excluded.last_no, updated_at = now()
       returning series, last_no as last`,
      [wanted.map(([series]) => series), wanted.map(([, count]) => count)],
      HOT,
    );
    return new Map(rows.map(({ series, last }) => [series, last - (counts.get(series) ?? 0n) + 1n]));
  }
}
