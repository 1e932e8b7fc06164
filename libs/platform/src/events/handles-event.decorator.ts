import { SetMetadata } from '@nestjs/common';
import { type QueueName } from '../queue/job-handler';
import { type EventPayload, type EventType, type PublishedEvent } from './event-type';

/**
 * Reacts to an event of another lib. It runs in the worker, in a transaction that also records its completion, so that a
 * second delivery of the same event to the same handler does nothing (billing.md G6). Throwing rolls back and is retried
 * with backoff; after the last attempt the delivery becomes a dead letter that an operator can replay.
 */
export interface EventHandler<P extends EventPayload> {
  handle(event: PublishedEvent<P>): Promise<void>;

  /**
   * Optional: deals with as many of these events as it can in one transaction, with a number of statements that does not
   * hang on theirs, and returns the others: they are handled one by one, each in a transaction of its own, as all of them
   * are when this throws.
   */
  handleMany?(events: readonly PublishedEvent<P>[]): Promise<readonly { id: string }[]>;
}

export interface EventHandlerOptions {
  /** Unique and stable: `<lib>.<what-it-does>`. It is part of the delivery's key, so renaming it delivers again. */
  name: string;
  /** Queue that carries it: the lib's own. */
  queue: QueueName;
  /** Attempts before it becomes a dead letter; default 10. */
  attempts?: number;
}

export interface EventHandlerMetadata extends Required<EventHandlerOptions> {
  topic: string;
}

export const EVENT_HANDLER = Symbol('event handler');

/** Marks an injectable class as handler of one kind of event; it is found by discovery in the worker's modules. */
export function HandlesEvent<P extends EventPayload>(
  type: EventType<P>,
  options: EventHandlerOptions,
): (target: new (...args: never[]) => EventHandler<P>) => void {
  const metadata: EventHandlerMetadata = { attempts: 10, ...options, topic: type.topic };
  return SetMetadata(EVENT_HANDLER, metadata);
}
