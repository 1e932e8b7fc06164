import { ApiProperty } from '@nestjs/swagger';
import { pageDto } from '../../http/dto/page.dto';
import { WEBHOOK_DELIVERY_STATES, type WebhookDelivery, type WebhookDeliveryState } from '../webhook-endpoint';

/** One event for one endpoint, with what came of the last attempt. Kept for 30 days once delivered, otherwise for 90. */
export class WebhookDeliveryDto {
  id: string;

  /** `id` in the body: the same for every attempt, so that a receiver can know it again. */
  eventId: string;

  topic: string;

  /** `data` in the body: ids and small facts. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  payload: object;

  occurredAt: Date;

  /** PENDING until the endpoint answers with 2xx, DEAD after the last attempt. */
  @ApiProperty({ enum: WEBHOOK_DELIVERY_STATES })
  state: WebhookDeliveryState;

  attempts: number;

  /** Only when PENDING. */
  @ApiProperty({ type: Date, nullable: true })
  nextAttemptAt: Date | null;

  /** HTTP status of the last answer. */
  @ApiProperty({ type: Number, nullable: true })
  status: number | null;

  /** Milliseconds until the last answer was read. */
  @ApiProperty({ type: Number, nullable: true })
  durationMs: number | null;

  /** Beginning of the last answer. */
  @ApiProperty({ type: String, nullable: true })
  response: string | null;

  /** Why there was no answer. */
  @ApiProperty({ type: String, nullable: true })
  error: string | null;

  @ApiProperty({ type: Date, nullable: true })
  attemptedAt: Date | null;

  createdAt: Date;

  static of(delivery: WebhookDelivery): WebhookDeliveryDto {
    const { id, eventId, topic, payload, occurredAt, state, attempts, status, durationMs } = delivery;
    const { response, error, attemptedAt, createdAt } = delivery;
    const nextAttemptAt = state === 'PENDING' ? delivery.nextAttemptAt : null;
    const event = { id, eventId, topic, payload, occurredAt, state, attempts, nextAttemptAt };
    return Object.assign(new WebhookDeliveryDto(), event, {
      status,
      durationMs,
      response,
      error,
      attemptedAt,
      createdAt,
    });
  }
}

export class WebhookDeliveryPageDto extends pageDto(WebhookDeliveryDto) {}
