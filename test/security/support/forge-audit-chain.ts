import { createHash } from 'node:crypto';
import { type Client } from 'pg';

/**
 * Statements by which somebody who knows the product, and has every right on the database but not the signing key, changes
 * a row and makes the chain fit again.
 */
export async function forgeFrom(client: Client, seq: number, change: string): Promise<string[]> {
  const facts = `jsonb_build_array(l.id, to_char(l.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    l.actor_kind, l.actor_id, l.actor_name, l.ip, l.request_id, l.action, l.subject_type, l.subject_id, l.site_id,
    l.before, l.after)::text`;
  await client.query(
    `begin; set local session_replication_role = replica; update audit_log set ${change} where seq = ${seq}`,
  );
  const { rows } = await client.query<{ seq: string; hash: Buffer; facts: string }>(
    `select l.seq, l.hash, ${facts} as facts from audit_log l where l.seq >= ${seq - 1} order by l.seq`,
  );
  await client.query('rollback');
  const [before, ...rest] = rows;
  let previous = before?.hash ?? Buffer.alloc(32);
  const statements = [`update audit_log set ${change} where seq = ${seq}`];
  for (const row of rest) {
    const hash = createHash('sha256')
      .update(previous)
      .update(`[${row.seq}, ${row.facts.slice(1)}`)
      .digest();
    statements.push(
      `update audit_log set prev_hash = '\\x${previous.toString('hex')}', hash = '\\x${hash.toString('hex')}' where seq = ${row.seq}`,
    );
    previous = hash;
  }
  return [...statements, `update audit_heads set hash = '\\x${previous.toString('hex')}'`];
}
