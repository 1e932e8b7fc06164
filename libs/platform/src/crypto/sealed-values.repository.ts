import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { type SealedColumn } from './sealed-columns';

export interface SealedValue {
  id: string;
  sealed: string;
}

/** Sealed values of any declared column. The names in the SQL are those of the code's own declarations. */
@Injectable()
export class SealedValuesRepository {
  constructor(private readonly database: Database) {}

  /** How many values each key holds. */
  async countByKey({ table, column }: SealedColumn): Promise<{ kid: string; rows: number }[]> {
    return this.database.query(
      `select split_part(${column}, ':', 2) as kid, count(*)::int as rows
       from ${table} where ${column} is not null group by 1 order by 1`,
    );
  }

  /** Values under other keys than `kid`, by id after `after`. */
  async others({ table, column, id }: SealedColumn, kid: string, after: string, limit: number): Promise<SealedValue[]> {
    return this.database.query<SealedValue>(
      `select ${id}::text as id, ${column} as sealed from ${table}
       where ${column} is not null and split_part(${column}, ':', 2) <> $1 and ${id}::text > $2
       order by ${id}::text limit $3`,
      [kid, after, limit],
    );
  }

  /** Replaces values that are still what they were; returns how many were. */
  async replace(
    { table, column, id }: SealedColumn,
    changes: readonly (SealedValue & { next: string })[],
  ): Promise<number> {
    const { affected } = await this.database.execute(
      `update ${table} t set ${column} = c.next
       from unnest($1::text[], $2::text[], $3::text[]) as c (id, sealed, next)
       where t.${id}::text = c.id and t.${column} = c.sealed`,
      [
        changes.map((change) => change.id),
        changes.map((change) => change.sealed),
        changes.map((change) => change.next),
      ],
    );
    return affected;
  }
}
