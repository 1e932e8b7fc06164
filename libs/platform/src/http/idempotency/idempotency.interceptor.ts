import { type CallHandler, type ExecutionContext, Injectable, Logger, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { lastValueFrom, type Observable, of } from 'rxjs';
import { CurrentActor } from '../../access/actor';
import { Database } from '../../database/database';
import { PlatformErrors } from '../../platform.errors';
import { HttpErrors } from '../http.errors';
import { IdempotencyKey } from './idempotency-key';
import { IdempotencyRepository, type IdempotentRequest } from './idempotency.repository';
import { IDEMPOTENT } from './idempotent.decorator';
import { requestHash } from './request-hash';

const PRINTABLE = /^[\x20-\x7e]{1,255}$/;

/**
 * Carries out {@link Idempotent}. The handler and the record of its answer share one transaction: either both are there
 * or neither, whatever dies in between.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger(IdempotencyInterceptor.name);

  constructor(
    private readonly reflector: Reflector,
    private readonly keys: IdempotencyRepository,
    private readonly database: Database,
    private readonly actor: CurrentActor,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    if (key === undefined || this.reflector.get<boolean | undefined>(IDEMPOTENT, context.getHandler()) !== true) {
      return next.handle();
    }
    if (typeof key !== 'string' || !PRINTABLE.test(key)) throw HttpErrors.INVALID_IDEMPOTENCY_KEY();
    IdempotencyKey.set(key);
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return this.once({ actorId: this.caller(request), key, hash: hashOf(request) }, reply, next);
  }

  private async once(request: IdempotentRequest, reply: FastifyReply, next: CallHandler): Promise<Observable<unknown>> {
    const found = await this.keys.claim(request);
    switch (found.state) {
      case 'claimed':
        return of(await this.run(request, found.claim, reply, next));
      case 'answered':
        void reply.code(found.status).header('idempotency-replayed', 'true');
        return of(found.body);
      case 'running':
        throw PlatformErrors.IDEMPOTENCY_IN_PROGRESS();
      case 'other-request':
        throw PlatformErrors.IDEMPOTENCY_KEY_REUSED();
    }
  }

  private async run(
    request: IdempotentRequest,
    claim: string,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    try {
      return await this.database.transaction(async () => {
        const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
        const kept = await this.keys.complete(request, claim, { status: reply.statusCode, body });
        if (!kept) throw PlatformErrors.IDEMPOTENCY_IN_PROGRESS();
        return body;
      });
    } catch (error) {
      await this.giveBack(request, claim);
      throw error;
    }
  }

  private async giveBack(request: IdempotentRequest, claim: string): Promise<void> {
    try {
      await this.keys.release(request, claim);
    } catch (error) {
      this.logger.warn(`the Idempotency-Key stays claimed until its lock ends: ${String(error)}`);
    }
  }

  private caller(request: FastifyRequest): string {
    const actor = this.actor.get();
    return actor.kind === 'system' ? `ip:${request.ip}` : `${actor.kind}:${actor.id}`;
  }
}

const hashOf = (request: FastifyRequest): string => requestHash(request.method, request.url, request.body);
