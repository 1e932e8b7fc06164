import { Global, Module } from '@nestjs/common';
import { Outbox } from './outbox';
import { OutboxSignal } from './outbox-signal';

/** {@link Outbox} for every process; the relay runs in the worker. */
@Global()
@Module({ providers: [Outbox, OutboxSignal], exports: [Outbox] })
export class OutboxModule {}
