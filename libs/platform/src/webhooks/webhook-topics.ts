import { CoreErrors } from '@app/core';
import { eventTopics } from '../events/event-type';

/** What {@link WebhookEndpointsService.test} sends; no subscription is needed for it. */
export const TEST_TOPIC = 'webhooks.endpoint.tested.v1';

/** Does the pattern, a topic or a beginning of one with `*` at its end, cover the topic? The relay's SQL says the same. */
export function coversTopic(pattern: string, topic: string): boolean {
  return pattern.endsWith('*') ? topic.startsWith(pattern.slice(0, -1)) : pattern === topic;
}

/** @throws DomainError CORE_VALIDATION_FAILED on `topics` for a pattern that covers no event of this installation */
export function assertTopics(patterns: readonly string[]): void {
  const unknown = patterns.filter((pattern) => !eventTopics().some((topic) => coversTopic(pattern, topic)));
  if (unknown.length === 0) return;
  throw CoreErrors.VALIDATION_FAILED(
    {},
    unknown.map((pattern) => ({
      path: 'topics',
      code: 'UNKNOWN_TOPIC',
      message: { id: 'tidak ada peristiwa {pattern}', en: 'no event is called {pattern}' },
      params: { pattern },
    })),
  );
}
