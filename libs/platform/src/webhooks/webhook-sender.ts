import { Injectable } from '@nestjs/common';
import { DomainError } from '@app/core';
import { SecretBox } from '../crypto/secret-box';
import { OutboundHttp } from '../outbound/outbound-http';
import {
  type ClaimedWebhook,
  type WebhookAttempt,
  WebhookDeliveryRepository,
  type WebhookOutcome,
} from './webhook-delivery.repository';
import { PREVIOUS_SECRET, SECRET, WebhookEndpointRepository } from './webhook-endpoint.repository';
import { WebhookSettings } from './webhook-settings';
import { SIGNATURE_HEADER, signWebhook } from './webhook-signature';

/** How much of an answer is kept. */
const LONGEST_RESPONSE = 1_000;

type Answer = Pick<WebhookOutcome, 'status' | 'durationMs' | 'response' | 'error'>;

/** Makes one attempt of one delivery: signed, through the guarded way out, without a transaction open meanwhile. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly endpoints: WebhookEndpointRepository,
    private readonly outbound: OutboundHttp,
    private readonly box: SecretBox,
    private readonly settings: WebhookSettings,
  ) {}

  /**
   * Every status from 200 to 299 is a success. The same claim attempts once, however often it comes.
   *
   * @param options `last`: no further attempt after this one
   */
  async attempt(claim: ClaimedWebhook, options: { last?: boolean } = {}): Promise<void> {
    const attempt = await this.deliveries.begin(claim);
    if (!attempt) return;
    const answer = await this.post(claim.id, attempt);
    const ok = answer.status !== null && answer.status >= 200 && answer.status < 300;
    const last = options.last === true || attempt.attempt >= this.settings.attempts;
    const state = ok ? 'DELIVERED' : last ? 'DEAD' : 'PENDING';
    await this.deliveries.finish(claim.id, attempt.attempt, {
      ...answer,
      state,
      pauseMs: this.pauseAfter(attempt.attempt),
    });
    const { endpointPauseMs, longestEndpointPauseMs } = this.settings;
    if (ok) await this.endpoints.recovered(attempt.endpointId);
    else await this.endpoints.failed(attempt.endpointId, endpointPauseMs, longestEndpointPauseMs);
  }

  private async post(id: string, attempt: WebhookAttempt): Promise<Answer> {
    const { eventId, topic, occurredAt, payload, seconds, url } = attempt;
    const body = JSON.stringify({ id: eventId, topic, occurredAt, data: payload });
    try {
      const {
        status,
        durationMs,
        body: said,
      } = await this.outbound.send({
        url,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Langgan-Webhooks/1',
          'langgan-delivery': id,
          'langgan-topic': topic,
          [SIGNATURE_HEADER]: signWebhook(this.secretsOf(attempt), seconds, body),
        },
        body,
      });
      return { status, durationMs: Math.round(durationMs), response: readable(said), error: null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { reason } = error.params;
      const code = reason === undefined ? error.code : `${error.code}: ${reason}`;
      return { status: null, durationMs: null, response: null, error: code };
    }
  }

  private secretsOf({ endpointId, secretSealed, previousSecretSealed }: WebhookAttempt): string[] {
    const secrets = [this.box.open(secretSealed, SECRET.place(endpointId))];
    if (previousSecretSealed) secrets.push(this.box.open(previousSecretSealed, PREVIOUS_SECRET.place(endpointId)));
    return secrets;
  }

  private pauseAfter(attempt: number): number {
    return Math.min(this.settings.firstPauseMs * 2 ** (attempt - 1), this.settings.longestPauseMs);
  }
}

const readable = (body: Buffer): string =>
  body
    .subarray(0, LONGEST_RESPONSE)
    .toString('utf8')
    .replace(/\p{Cc}+/gu, ' ');
