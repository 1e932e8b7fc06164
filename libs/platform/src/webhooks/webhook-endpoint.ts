/** Where an integrator wants to be told of events. Its secrets are never part of it. */
export interface WebhookEndpoint {
  id: string;
  url: string;
  description: string;
  /** Topics, or beginnings of topics with `*` at the end. */
  topics: string[];
  active: boolean;
  /** Attempts in a row that failed; the next one waits until `retryAt`. */
  failures: number;
  retryAt: Date | null;
  /** Until then webhooks are also signed with the secret before. */
  previousSecretUntil: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export const WEBHOOK_DELIVERY_STATES = ['PENDING', 'DELIVERED', 'DEAD'] as const;
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number];

/** One event for one endpoint, with what came of the last attempt. */
export interface WebhookDelivery {
  id: string;
  endpointId: string;
  eventId: string;
  topic: string;
  payload: Record<string, unknown>;
  occurredAt: Date;
  state: WebhookDeliveryState;
  attempts: number;
  nextAttemptAt: Date;
  /** HTTP status; null when there was no answer. */
  status: number | null;
  durationMs: number | null;
  /** Beginning of the answer's body. */
  response: string | null;
  /** Code of the failure, such as `OUTBOUND_UNREACHABLE`. */
  error: string | null;
  attemptedAt: Date | null;
  createdAt: Date;
}
