import { Global, Module } from '@nestjs/common';
import { DeadLetters } from './dead-letters';
import { Outbox } from './outbox';
import { OutboxSignal } from './outbox-signal';

/** {@link Outbox} and its dead letters for every process; the relay runs in the worker. */
@Global()
@Module({ providers: [Outbox, OutboxSignal, DeadLetters], exports: [Outbox, OutboxSignal, DeadLetters] })
export class OutboxModule {}
