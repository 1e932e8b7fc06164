import { encodeOpaque, encodeSentence, type Word } from '@app/mikrotik';
import { type Reply } from '../engine/command';
import { type Request } from '../engine/request';
import { type Trap, TrapCategory } from '../engine/trap';
import { type Fault, type FaultExchange, rewritten } from '../faults/fault';
import { inSteps } from './in-steps';

/** What an exchange needs of its connection. */
export interface Wire {
  send(bytes: Buffer, faults: readonly Fault[]): void;
  end(how: 'fin' | 'rst'): void;
  readonly alive: boolean;
}

/** Bytes of a reply that are collected for one write. */
const BATCH_BYTES = 64 * 1024;

/**
 * One command being answered. Replies are collected and leave in batches of at most 64 KiB, whole sentences only: the
 * PHP class of Mikhmon needs `!done` in one piece (routeros.md section 10).
 */
export class Exchange implements Reply, FaultExchange {
  rows = 0;
  private batch: Buffer[] = [];
  private batchBytes = 0;
  private ended = false;
  /** The handler has not returned yet; afterwards every sentence leaves at once. */
  private collecting = true;

  constructor(
    readonly request: Request,
    private readonly wire: Wire,
    private readonly faults: readonly Fault[],
    private readonly options: {
      readonly emptyReply: boolean;
      readonly onKeepOpen: (stop: () => void) => void;
      readonly onDone: () => void;
    },
  ) {}

  row(values: Iterable<readonly [name: string, value: string]>): void {
    const words = [...this.head('!re')];
    for (const [name, value] of values) words.push(`=${name}=${value}`);
    this.rows++;
    this.reply(words);
  }

  empty(): void {
    if (this.options.emptyReply) this.reply(this.head('!empty'));
  }

  done(ret?: string): void {
    this.options.onDone();
    this.reply(ret === undefined ? this.head('!done') : [...this.head('!done'), `=ret=${ret}`]);
  }

  trap({ message, category }: Trap): void {
    this.interrupt(message, category);
    this.done();
  }

  /** `!trap` alone, as `/cancel` gives it to the command that it ends. */
  interrupt(message = 'interrupted', category: number | null = TrapCategory.INTERRUPTED): void {
    const details = category === null ? [] : [`=category=${category}`];
    this.reply([...this.head('!trap'), ...details, `=message=${message}`]);
  }

  keepOpen(stop: () => void): void {
    this.options.onKeepOpen(stop);
  }

  pace(step: () => boolean | number, onStop?: () => void): void {
    let stopped = false;
    this.keepOpen(() => {
      stopped = true;
      onStop?.();
    });
    inSteps(
      () => {
        this.collecting = true;
        const more = step();
        this.release();
        return more;
      },
      () => stopped || !this.wire.alive,
    );
  }

  send(words: readonly Word[]): void {
    if (this.ended || !this.wire.alive) return;
    const bytes = encodeSentence(words.map((word) => (typeof word === 'string' ? encodeOpaque(word) : word)));
    if (this.batchBytes + bytes.length > BATCH_BYTES) this.flush();
    this.batch.push(bytes);
    this.batchBytes += bytes.length;
    if (!this.collecting || this.faults.some(({ perSentence }) => perSentence === true)) this.flush();
  }

  cut(how: 'fin' | 'rst'): void {
    if (this.ended) return;
    this.flush();
    this.ended = true;
    this.wire.end(how);
  }

  later(milliseconds: number, words: readonly Word[]): void {
    setTimeout(() => {
      this.send(words);
    }, milliseconds);
  }

  /** The handler has returned: what it has answered leaves now, what follows leaves as it comes. */
  release(): void {
    this.collecting = false;
    this.flush();
  }

  private reply(words: readonly Word[]): void {
    if (this.ended) return;
    if (this.faults.some((fault) => fault.reply?.(this, words) === true)) return;
    this.send(rewritten(this, words, this.faults));
    for (const fault of this.faults) fault.replied?.(this, words);
  }

  private flush(): void {
    if (this.batch.length === 0) return;
    const bytes = this.batch.length === 1 ? this.batch[0] : Buffer.concat(this.batch, this.batchBytes);
    this.batch = [];
    this.batchBytes = 0;
    if (bytes !== undefined) this.wire.send(bytes, this.faults);
  }

  private head(reply: string): string[] {
    return this.request.tag === null ? [reply] : [reply, `.tag=${this.request.tag}`];
  }
}
