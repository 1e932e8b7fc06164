import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database, HOT } from '@app/platform';
import { type PausePolicy } from '../../domain/changes/pause';

/** A pause, `[pausedFrom, resumedOn)`; without an end it goes on. */
export interface PauseRow {
  id: string;
  subscriptionId: string;
  policy: PausePolicy;
  pausedFrom: LocalDate;
  resumedOn: LocalDate | null;
}

/** Pauses, and the lines whose end they moved (billing.md Q6). */
@Injectable()
export class PauseRepository {
  constructor(private readonly database: Database) {}

  async open(subscriptionId: string): Promise<PauseRow | undefined> {
    return this.database.queryOne(
      `select id, subscription_id as "subscriptionId", policy, paused_from as "pausedFrom", resumed_on as "resumedOn"
         from subscription_pauses where subscription_id = $1 and resumed_on is null`,
      [subscriptionId],
      HOT,
    );
  }

  async insert(row: Omit<PauseRow, 'resumedOn'>): Promise<void> {
    await this.database.execute(
      'insert into subscription_pauses (id, subscription_id, policy, paused_from) values ($1, $2, $3, $4)',
      [row.id, row.subscriptionId, row.policy, row.pausedFrom],
    );
  }

  /** @param extendedLines whose unused days follow the pause */
  async close(id: string, resumedOn: LocalDate, extendedLines: readonly string[]): Promise<void> {
    await this.database.execute('update subscription_pauses set resumed_on = $2 where id = $1', [id, resumedOn]);
    if (extendedLines.length === 0) return;
    await this.database.execute(
      'insert into line_extensions (invoice_line_id, pause_id) select line, $2 from unnest($1::uuid[]) as line',
      [extendedLines, id],
    );
  }
}
