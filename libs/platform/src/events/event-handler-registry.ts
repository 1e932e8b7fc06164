import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { type QueueName, QUEUES } from '../queue/job-handler';
import { type EventPayload } from './event-type';
import { EVENT_HANDLER, type EventHandler, type EventHandlerMetadata } from './handles-event.decorator';

/** One subscription of this process. */
export interface RegisteredEventHandler {
  readonly metadata: EventHandlerMetadata;
  readonly handler: EventHandler<EventPayload>;
}

const NAME = /^[a-z]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * The event handlers of this worker, found by discovery.
 *
 * @throws Error at boot for a malformed or duplicate name and for an unknown queue
 */
@Injectable()
export class EventHandlerRegistry implements OnModuleInit {
  private readonly handlers = new Map<string, RegisteredEventHandler>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (typeof metatype !== 'function' || !instance) continue;
      const metadata = this.reflector.get<EventHandlerMetadata | undefined>(EVENT_HANDLER, metatype);
      if (metadata) this.add({ metadata, handler: instance as EventHandler<EventPayload> });
    }
  }

  find(name: string): RegisteredEventHandler | undefined {
    return this.handlers.get(name);
  }

  all(): readonly RegisteredEventHandler[] {
    return [...this.handlers.values()];
  }

  queues(): Set<QueueName> {
    return new Set(this.all().map(({ metadata }) => metadata.queue));
  }

  private add(entry: RegisteredEventHandler): void {
    const { name, queue } = entry.metadata;
    if (!NAME.test(name)) throw new Error(`event handler ${name}: the name must be <lib>.<what-it-does>`);
    if (!Object.hasOwn(QUEUES, queue)) throw new Error(`event handler ${name}: there is no queue ${queue}`);
    if (this.handlers.has(name)) throw new Error(`event handler ${name} exists twice`);
    this.handlers.set(name, entry);
  }
}
