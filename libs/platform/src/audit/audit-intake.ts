import { type Statement } from '../database/after-commit.subscriber';

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

/** Into the table where entries wait for their place in the chain; one statement for any number of rows. */
export const insertIntoIntake = (rows: readonly IntakeRow[]): Statement => ({
  sql: `insert into audit_intake (id, actor_kind, actor_id, actor_name, ip, request_id, action, subject_type, subject_id,
                                  site_id, before, after)
        select id, actor_kind, actor_id, actor_name, ip, request_id, action, subject_type, subject_id, site_id,
               nullif(before, 'null'), nullif(after, 'null')
          from jsonb_to_recordset($1::jsonb) as e (
            id uuid, actor_kind text, actor_id text, actor_name text, ip text, request_id text, action text,
            subject_type text, subject_id text, site_id uuid, before jsonb, after jsonb)`,
  parameters: [JSON.stringify(rows)],
});
