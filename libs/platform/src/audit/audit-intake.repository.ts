import { Injectable } from '@nestjs/common';
import { Database, HOT } from '../database/database';

/** One row of `audit_intake`, in the words of its columns. */
export interface IntakeRow {
  id: string;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string | null;
  ip: string | null;
  request_id: string | null;
  action: string;
  subject_type: string | null;
  subject_id: string | null;
  site_id: string | null;
  before: unknown;
  after: unknown;
}

/** The table where entries wait for their place in the chain. */
@Injectable()
export class AuditIntakeRepository {
  constructor(private readonly database: Database) {}

  /** One statement for any number of rows. */
  async insert(rows: readonly IntakeRow[]): Promise<void> {
    await this.database.execute(
      `insert into audit_intake (id, actor_kind, actor_id, actor_name, ip, request_id, action, subject_type, subject_id,
                                 site_id, before, after)
       select id, actor_kind, actor_id, actor_name, ip, request_id, action, subject_type, subject_id, site_id,
              nullif(before, 'null'), nullif(after, 'null')
         from jsonb_to_recordset($1::jsonb) as e (
           id uuid, actor_kind text, actor_id text, actor_name text, ip text, request_id text, action text,
           subject_type text, subject_id text, site_id uuid, before jsonb, after jsonb)`,
      [JSON.stringify(rows)],
      HOT,
    );
  }
}
