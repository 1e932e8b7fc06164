import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database } from '../database/database';

/** Moves finished events out of the outbox. */
@Injectable()
export class ArchiveRepository {
  constructor(private readonly database: Database) {}

  /** The months (UTC, first days) of the events that {@link move} would take. */
  async months(olderThanDays: number): Promise<LocalDate[]> {
    const rows = await this.database.query<{ month: LocalDate }>(
      `select distinct date_trunc('month', occurred_at at time zone 'UTC')::date as month
       from outbox_events where relayed_at < now() - $1 * interval '1 day'`,
      [olderThanDays],
    );
    return rows.map((row) => row.month);
  }

  /** Moves up to `limit` relayed events without a pending or dead delivery; returns how many. */
  async move(olderThanDays: number, limit: number): Promise<number> {
    const row = await this.database.queryOne<{ moved: number }>(
      `with finished as materialized (
         select e.id from outbox_events e
         where e.relayed_at < now() - $1 * interval '1 day'
           and not exists (select 1 from outbox_deliveries d where d.event_id = e.id and d.state <> 'DONE')
         order by e.id limit $2 for update skip locked
       ), archived as (
         insert into outbox_archive (id, topic, key, payload, occurred_at, deliveries)
         select e.id, e.topic, e.key, e.payload, e.occurred_at, coalesce((
           select jsonb_agg(jsonb_build_object('handler', d.handler, 'doneAt', d.done_at, 'attempts', d.attempts))
           from outbox_deliveries d where d.event_id = e.id), '[]')
         from outbox_events e join finished using (id)
         on conflict do nothing
       ), gone as (
         delete from outbox_events e using finished where e.id = finished.id returning e.id
       )
       select count(*)::int as moved from gone`,
      [olderThanDays, limit],
    );
    return row?.moved ?? 0;
  }
}
