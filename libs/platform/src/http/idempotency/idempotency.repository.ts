import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database } from '../../database/database';
import { HttpConfig } from '../http.config';

/** A caller's key with what it is used for. */
export interface IdempotentRequest {
  actorId: string;
  key: string;
  hash: string;
}

/** What the table says about a key: ours now, answered before, in somebody's hands, or used for another request. */
export type ClaimResult =
  | { state: 'claimed'; claim: string }
  | { state: 'answered'; status: number; body: unknown }
  | { state: 'running' }
  | { state: 'other-request' };

interface Row {
  request_hash: string;
  response_status: number | null;
  response_body: unknown;
}

/**
 * The table `idempotency_keys`. A claim is a lock with an end, so that a killed process does not block its key for ever;
 * its id fences: whoever lost it can no longer record an answer.
 */
@Injectable()
export class IdempotencyRepository {
  constructor(
    private readonly database: Database,
    private readonly config: HttpConfig,
  ) {}

  async claim(request: IdempotentRequest): Promise<ClaimResult> {
    const claim = uuidv7();
    const won = await this.database.queryOne<{ claim: string }>(
      `insert into idempotency_keys as k (actor_id, key, request_hash, claim, locked_until, expires_at)
       values ($1, $2, $3, $4, now() + $5 * interval '1 second', now() + $6 * interval '1 hour')
       on conflict (actor_id, key) do update
         set request_hash = excluded.request_hash, claim = excluded.claim, locked_until = excluded.locked_until,
             expires_at = excluded.expires_at, created_at = now(), response_status = null, response_body = null
         where k.expires_at < now()
            or (k.response_status is null and k.locked_until < now() and k.request_hash = excluded.request_hash)
       returning claim`,
      [
        request.actorId,
        request.key,
        request.hash,
        claim,
        this.config.idempotencyLockSeconds,
        this.config.idempotencyKeepHours,
      ],
    );
    return won ? { state: 'claimed', claim } : this.look(request);
  }

  /**
   * Records the answer in the transaction that made it true.
   *
   * @returns false when the claim was taken over: the caller must roll back
   */
  async complete(
    request: IdempotentRequest,
    claim: string,
    answer: { status: number; body: unknown },
  ): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update idempotency_keys set response_status = $4, response_body = $5::json
        where actor_id = $1 and key = $2 and claim = $3`,
      [
        request.actorId,
        request.key,
        claim,
        answer.status,
        answer.body === undefined ? null : JSON.stringify(answer.body),
      ],
    );
    return affected === 1;
  }

  /** Gives a key back whose request was refused. */
  async release(request: IdempotentRequest, claim: string): Promise<void> {
    await this.database.execute(
      `delete from idempotency_keys where actor_id = $1 and key = $2 and claim = $3 and response_status is null`,
      [request.actorId, request.key, claim],
    );
  }

  private async look(request: IdempotentRequest): Promise<ClaimResult> {
    const row = await this.database.queryOne<Row>(
      'select request_hash, response_status, response_body from idempotency_keys where actor_id = $1 and key = $2',
      [request.actorId, request.key],
    );
    // why: gone between the two statements means that its request was refused just now; the caller simply repeats
    if (!row) return { state: 'running' };
    if (row.request_hash !== request.hash) return { state: 'other-request' };
    if (row.response_status === null) return { state: 'running' };
    return { state: 'answered', status: row.response_status, body: row.response_body ?? undefined };
  }
}
