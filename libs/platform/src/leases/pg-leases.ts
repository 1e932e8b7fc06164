import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { TransactionHost } from '@nestjs-cls/transactional';
import { type TransactionalAdapterTypeOrm } from '@nestjs-cls/transactional-adapter-typeorm';
import { Clock } from '@app/core';
import { Database, HOT } from '../database/database';
import { HeldLease } from './held-lease';
import { type Lease, Leases } from './leases';

/**
 * Leases as rows of `leases`, on the database's clock. Acquiring, renewing and releasing stand outside of the caller's
 * transaction, so that others see them at once.
 */
@Injectable()
export class PgLeases extends Leases {
  private readonly logger = new Logger(Leases.name);

  constructor(
    private readonly database: Database,
    private readonly host: TransactionHost<TransactionalAdapterTypeOrm>,
    private readonly clock: Clock,
  ) {
    super();
  }

  async tryWith<T>(
    name: string,
    ttlMs: number,
    work: (lease: Lease) => Promise<T>,
  ): Promise<{ result: T } | undefined> {
    const holder = randomUUID();
    const asked = this.clock.monotonicMs();
    const fence = await this.acquire(name, holder, ttlMs);
    if (fence === undefined) return undefined;
    const lease = new HeldLease({ name, fence, ttlMs, heldFrom: asked }, this.clock, {
      renew: () => this.renew(name, holder, ttlMs),
      isHeld: () => this.isHeld(name, holder),
    });
    try {
      return { result: await work(lease) };
    } finally {
      lease.stop();
      await this.release(name, holder);
    }
  }

  private async acquire(name: string, holder: string, ttlMs: number): Promise<bigint | undefined> {
    const row = await this.statement<{ fence: bigint }>(
      `insert into leases as l (name, holder, fence, expires_at)
       values ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
       on conflict (name) do update
         set holder = excluded.holder, fence = l.fence + 1, expires_at = excluded.expires_at
         where l.expires_at <= clock_timestamp()
       returning fence`,
      [name, holder, ttlMs],
    );
    return row?.fence;
  }

  private async renew(name: string, holder: string, ttlMs: number): Promise<boolean> {
    const row = await this.statement(
      `update leases set expires_at = clock_timestamp() + $3 * interval '1 millisecond'
       where name = $1 and holder = $2 and expires_at > clock_timestamp()
       returning name`,
      [name, holder, ttlMs],
    );
    return row !== undefined;
  }

  private async isHeld(name: string, holder: string): Promise<boolean> {
    const row = await this.statement(
      'select name from leases where name = $1 and holder = $2 and expires_at > clock_timestamp()',
      [name, holder],
    );
    return row !== undefined;
  }

  /** The row stays, because its fence must go on growing. */
  private async release(name: string, holder: string): Promise<void> {
    try {
      await this.statement(
        'update leases set expires_at = clock_timestamp() where name = $1 and holder = $2 returning name',
        [name, holder],
      );
    } catch (error) {
      this.logger.warn(`lease ${name} could not be released and runs out by itself: ${String(error)}`);
    }
  }

  private statement<Row>(sql: string, parameters: unknown[]): Promise<Row | undefined> {
    return this.host.withoutTransaction(() => this.database.queryOne<Row>(sql, parameters, HOT));
  }
}
