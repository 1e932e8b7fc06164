import { Injectable } from '@nestjs/common';

/** Whether this process is on its way out. From then on it is not ready, though it still ends what it has begun. */
@Injectable()
export class ShutdownState {
  private readonly controller = new AbortController();

  /** Aborted when the process begins to drain: long-lived answers (event streams) end on it. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get draining(): boolean {
    return this.controller.signal.aborted;
  }

  begin(): void {
    this.controller.abort();
  }
}
