import { type Clock } from '@app/core';
import { print, type Row } from '../transport';
import { type Lane } from './lane';
import { type Pace } from './pace';

const EVERY_MS = 5_000;
const MENU = '/system/resource/print';
const CPU = print('/system/resource', ['cpu-load']);

/** Knows the load of a router's processor: overhears it in answers, and asks for it while bulk work runs. */
export class CpuWatch {
  private readAt: number | undefined;
  private asking = false;

  constructor(
    private readonly pace: Pace,
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {}

  overhear(command: string, [row]: readonly Row[]): void {
    const load = row?.['cpu-load'];
    if (command !== MENU || load === undefined || !/^\d{1,3}$/.test(load)) return;
    this.readAt = this.clock.monotonicMs();
    this.pace.cpu(Number(load));
  }

  /** Call it often while bulk work runs: it asks when the last reading is old. */
  tick(lane: Lane | undefined): void {
    const now = this.clock.monotonicMs();
    this.readAt ??= now;
    if (lane === undefined || this.asking || now - this.readAt < EVERY_MS) return;
    this.asking = true;
    this.readAt = now;
    // why: only a reading; what is wrong with the connection is found by the commands themselves
    const done = (): void => {
      this.asking = false;
    };
    lane.exec(CPU, { timeoutMs: this.timeoutMs }).then(done, done);
  }
}
