import { type EventEmitter } from 'node:events';
import { library } from '../library';

function hushUnheardErrors(prototype: EventEmitter): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its emitter below
  const { emit } = prototype;
  prototype.emit = function (this: EventEmitter, event: string | symbol, ...values: unknown[]): boolean {
    if (event === 'error' && this.listenerCount('error') === 0) return false;
    return emit.call(this, event, ...values);
  };
}

/** An `error` event that nobody listens to does not end the process (G12). */
export function guardEmitters(): void {
  hushUnheardErrors(library.api);
  hushUnheardErrors(library.client);
}
