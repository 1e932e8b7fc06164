import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Clock } from '@app/core';
import { Public, RateLimit } from '@app/platform';
import { type CallbackAck } from '../../gateways';
import { CallbackLimiter } from '../../services/callbacks/callback-limiter';
import { Callbacks } from '../../services/callbacks/callbacks.service';

const TOO_MANY: CallbackAck = { status: 429, body: 'too many callbacks', contentType: 'text/plain; charset=utf-8' };

/**
 * Where gateways report. Their bytes are read as they are, their answers are what each of them expects: no envelope, no
 * validation, a limit of its own (payments.md 5).
 */
@ApiTags('payments')
@Controller({ path: 'payments', version: '1' })
export class CallbacksController {
  constructor(
    private readonly callbacks: Callbacks,
    private readonly limiter: CallbackLimiter,
    private readonly clock: Clock,
  ) {}

  /** Report of a payment gateway: 200 once it is committed, 401 for a wrong signature, 503 to be told again. */
  @Public()
  @RateLimit('none')
  @RouteConfig({ bodyTypes: 'any' })
  @Post('callback/:gateway/:accountId')
  async receiveGatewayCallback(
    @Param('gateway') gateway: string,
    @Param('accountId') accountId: string,
    @Req() request: FastifyRequest & { rawBody?: Buffer },
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const ack = this.limiter.admit(request.ip)
      ? await this.callbacks.receive(gateway, accountId, {
          rawBody: bytesOf(request),
          headers: request.headers,
          contentType: request.headers['content-type'],
          sourceIp: request.ip,
          receivedAt: this.clock.now(),
        })
      : TOO_MANY;
    await reply.status(ack.status).type(ack.contentType).send(ack.body);
  }
}

/** The body as it was sent; `text/plain` leaves no raw body behind. */
function bytesOf({ rawBody, body }: FastifyRequest & { rawBody?: Buffer }): Buffer {
  if (Buffer.isBuffer(rawBody)) return rawBody;
  return Buffer.from(typeof body === 'string' ? body : '', 'utf8');
}
