import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database } from '../database/database';
import { factsOf } from './audit-hash';

export interface ChainHead {
  seq: bigint;
  hash: Buffer;
}

/** An entry that has found its place. */
export interface Link {
  id: string;
  seq: bigint;
  prevHash: Buffer;
  hash: Buffer;
}

export interface WaitingEntry {
  id: string;
  month: LocalDate;
}

const COLUMNS =
  'id, occurred_at, actor_kind, actor_id, actor_name, ip, request_id, action, subject_type, subject_id, site_id, before, after';

/** SQL of the chainer: from the intake to the end of the log. */
@Injectable()
export class AuditChainRepository {
  constructor(private readonly database: Database) {}

  /** The oldest entries without a place. */
  async waiting(limit: number): Promise<WaitingEntry[]> {
    return this.database.query(
      `select id, date_trunc('month', occurred_at)::date as month from audit_intake order by id limit $1`,
      [limit],
    );
  }

  /** Locks the end of the chain for this transaction; undefined when another chainer has it. */
  async lockHead(): Promise<ChainHead | undefined> {
    return this.database.queryOne(`select seq, hash from audit_heads where chain = 'main' for update skip locked`);
  }

  async facts(ids: readonly string[]): Promise<{ id: string; facts: string }[]> {
    return this.database.query(
      `select i.id, ${factsOf('i')} as facts from audit_intake i where i.id = any ($1::uuid[]) order by i.id`,
      [ids],
    );
  }

  /** Moves these entries to the log and the head behind them. Returns how many were moved. */
  async append(links: readonly Link[], head: ChainHead): Promise<number> {
    const { affected } = await this.database.execute(
      `with links as (
         select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[]) as l (id, seq, prev_hash, hash)
       ), moved as (
         delete from audit_intake i using links l where i.id = l.id
         returning l.seq, i.*, decode(l.prev_hash, 'hex') as prev_hash, decode(l.hash, 'hex') as hash
       )
       insert into audit_log (seq, ${COLUMNS}, prev_hash, hash)
       select seq, ${COLUMNS}, prev_hash, hash from moved order by seq`,
      [
        links.map(({ id }) => id),
        links.map(({ seq }) => seq.toString()),
        links.map(({ prevHash }) => prevHash.toString('hex')),
        links.map(({ hash }) => hash.toString('hex')),
      ],
    );
    await this.database.execute(`update audit_heads set seq = $1, hash = $2 where chain = 'main'`, [
      head.seq.toString(),
      head.hash,
    ]);
    return affected;
  }
}
