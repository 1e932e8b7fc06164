import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page, uuidv7 } from '@app/core';
import { SecretBox } from '../crypto/secret-box';
import { Database } from '../database/database';
import { type ListRequest } from '../database/keyset-list';
import { OutboundHttp } from '../outbound/outbound-http';
import { OutboxSignal } from '../outbox/outbox-signal';
import { WebhookDeliveryRepository, type WebhookDeliveryFilter } from './webhook-delivery.repository';
import { type WebhookDelivery, type WebhookEndpoint } from './webhook-endpoint';
import {
  PREVIOUS_SECRET,
  SECRET,
  WebhookEndpointRepository,
  type WebhookEndpointPatch,
} from './webhook-endpoint.repository';
import { WebhookSender } from './webhook-sender';
import { assertTopics, TEST_TOPIC } from './webhook-topics';

export interface NewWebhookEndpoint {
  url: string;
  description?: string;
  topics: readonly string[];
}

/** An endpoint with the secret that its receiver has to know; shown once. */
export interface EndpointSecret {
  endpoint: WebhookEndpoint;
  secret: string;
}

/** Webhook endpoints of integrators, for actors who see the whole installation. */
@Injectable()
export class WebhookEndpointsService {
  constructor(
    private readonly endpoints: WebhookEndpointRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly sender: WebhookSender,
    private readonly outbound: OutboundHttp,
    private readonly box: SecretBox,
    private readonly database: Database,
    private readonly signal: OutboxSignal,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<WebhookEndpoint> {
    const endpoint = await this.endpoints.find(id);
    if (!endpoint) throw CoreErrors.NOT_FOUND({ what: 'webhook endpoint', id });
    return endpoint;
  }

  async list(request: ListRequest, active?: boolean): Promise<Page<WebhookEndpoint>> {
    return this.endpoints.page(request, active);
  }

  /** @throws DomainError OUTBOUND_URL_REFUSED, OUTBOUND_ADDRESS_DENIED, CORE_VALIDATION_FAILED for unknown topics */
  async create({ url, description = '', topics }: NewWebhookEndpoint): Promise<EndpointSecret> {
    this.outbound.assertPlausible(url);
    assertTopics(topics);
    const [id, secret] = [uuidv7(), newSecret()];
    await this.endpoints.insert({
      id,
      url,
      description,
      topics,
      secretSealed: this.box.seal(secret, SECRET.place(id)),
    });
    return { endpoint: await this.get(id), secret };
  }

  /** @throws DomainError as {@link create}, CORE_NOT_FOUND, CORE_STALE_VERSION */
  async update(id: string, version: number, patch: WebhookEndpointPatch): Promise<WebhookEndpoint> {
    await this.get(id);
    if (patch.url !== undefined) this.outbound.assertPlausible(patch.url);
    if (patch.topics !== undefined) assertTopics(patch.topics);
    if (!(await this.endpoints.update(id, version, patch))) throw CoreErrors.STALE_VERSION();
    return this.get(id);
  }

  /** Its deliveries go with it. @throws DomainError CORE_NOT_FOUND */
  async delete(id: string): Promise<void> {
    if (!(await this.endpoints.delete(id))) throw CoreErrors.NOT_FOUND({ what: 'webhook endpoint', id });
  }

  /**
   * A new secret. For `overlapHours` webhooks are signed with the one before as well.
   *
   * @throws DomainError CORE_NOT_FOUND
   */
  @Transactional()
  async rotateSecret(id: string, overlapHours: number): Promise<EndpointSecret> {
    const sealed = await this.endpoints.lockSecret(id);
    if (sealed === undefined) throw CoreErrors.NOT_FOUND({ what: 'webhook endpoint', id });
    const before = this.box.open(sealed, SECRET.place(id));
    const secret = newSecret();
    const previous = { sealed: this.box.seal(before, PREVIOUS_SECRET.place(id)), hours: overlapHours };
    await this.endpoints.setSecret(id, this.box.seal(secret, SECRET.place(id)), overlapHours > 0 ? previous : null);
    return { endpoint: await this.get(id), secret };
  }

  /** Sends an event without content now, once, and tells what came of it. @throws DomainError CORE_NOT_FOUND */
  async test(id: string): Promise<WebhookDelivery> {
    await this.get(id);
    const delivery = { id: uuidv7(), endpointId: id, eventId: uuidv7(), topic: TEST_TOPIC };
    await this.deliveries.insertTest(delivery);
    await this.sender.attempt({ id: delivery.id, attempts: 0 }, { last: true });
    return this.delivery(id, delivery.id);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async delivery(endpointId: string, id: string): Promise<WebhookDelivery> {
    const delivery = await this.deliveries.find(endpointId, id);
    if (!delivery) throw CoreErrors.NOT_FOUND({ what: 'webhook delivery', id });
    return delivery;
  }

  /** @throws DomainError CORE_NOT_FOUND for the endpoint */
  async listDeliveries(
    id: string,
    request: ListRequest,
    filter: WebhookDeliveryFilter,
  ): Promise<Page<WebhookDelivery>> {
    await this.get(id);
    return this.deliveries.page(id, request, filter);
  }

  /** Delivers once more from the beginning, also what was delivered. @throws DomainError CORE_NOT_FOUND */
  async redeliver(endpointId: string, id: string): Promise<WebhookDelivery> {
    if (!(await this.deliveries.revive(endpointId, id))) {
      throw CoreErrors.NOT_FOUND({ what: 'webhook delivery', id });
    }
    this.database.afterCommit(() => {
      this.signal.wake();
    });
    return this.delivery(endpointId, id);
  }
}

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64url')}`;
