import { type LoggerService } from '@nestjs/common';
import { say } from './output';

/** Warnings and errors on stderr; stdout belongs to the result of the command. */
export class StderrLogger implements LoggerService {
  log(): void {
    // an operator asked for a result, not for how the program boots
  }

  warn(message: unknown): void {
    say(`warning: ${String(message)}`);
  }

  error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) === 'ExceptionHandler') return; // it is thrown as well, and said then
    const stack = rest.find((one) => typeof one === 'string' && one.includes('\n'));
    say(`error: ${message instanceof Error ? (message.stack ?? message.message) : String(message)}`);
    if (typeof stack === 'string') say(stack);
  }
}
