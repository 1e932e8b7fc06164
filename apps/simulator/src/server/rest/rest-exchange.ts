import { decodeOpaque, type Word } from '@app/mikrotik';
import { type Reply } from '../../engine/command';
import { type Request } from '../../engine/request';
import { Trap, TrapCategory } from '../../engine/trap';
import { type Fault, type FaultExchange, rewritten } from '../../faults/fault';
import { inSteps } from '../in-steps';

/** How a command ended. `lost`: it never will. */
export type RestOutcome =
  | { readonly kind: 'done'; readonly rows: Record<string, string>[]; readonly ret: string | undefined }
  | { readonly kind: 'trap'; readonly trap: Trap }
  | { readonly kind: 'cut'; readonly how: 'fin' | 'rst' };

const textOf = (word: Word): string => (typeof word === 'string' ? word : decodeOpaque(word));

function attributeOf(word: Word): [string, string] | undefined {
  const text = textOf(word);
  const equals = text.indexOf('=', 1);
  return text.startsWith('=') && equals > 0 ? [text.slice(1, equals), text.slice(equals + 1)] : undefined;
}

function attributesOf(words: readonly Word[]): Record<string, string> {
  const pairs = words.map(attributeOf).filter((pair) => pair !== undefined);
  return Object.fromEntries(pairs);
}

/** One command of the REST service being answered: the same faults as on the API, collected instead of streamed. */
export class RestExchange implements Reply, FaultExchange {
  rows = 0;
  readonly outcome: Promise<RestOutcome>;
  private readonly collected: Record<string, string>[] = [];
  private refused: Trap | undefined;
  private settle: (outcome: RestOutcome) => void = () => undefined;
  private stop: () => void = () => undefined;

  constructor(
    readonly request: Request,
    private readonly faults: readonly Fault[],
  ) {
    this.outcome = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  row(values: Iterable<readonly [name: string, value: string]>): void {
    this.rows++;
    this.reply(['!re', ...[...values].map(([name, value]) => `=${name}=${value}`)]);
  }

  empty(): void {
    // why: an empty list says it
  }

  done(ret?: string): void {
    this.reply(ret === undefined ? ['!done'] : ['!done', `=ret=${ret}`]);
  }

  trap({ message, category }: Trap): void {
    const details = category === null ? [] : [`=category=${category}`];
    this.reply(['!trap', ...details, `=message=${message}`]);
    this.reply(['!done']);
  }

  keepOpen(stop: () => void): void {
    this.stop = stop;
  }

  pace(step: () => boolean | number, onStop?: () => void): void {
    let stopped = false;
    this.keepOpen(() => {
      stopped = true;
      onStop?.();
    });
    inSteps(step, () => stopped);
  }

  /** Ends a command that goes on for ever. */
  end(): void {
    this.stop();
  }

  send(words: readonly Word[]): void {
    this.take(words);
  }

  cut(how: 'fin' | 'rst'): void {
    this.settle({ kind: 'cut', how });
  }

  later(): void {
    // why: an HTTP response has nothing after its end
  }

  private reply(words: readonly Word[]): void {
    if (this.faults.some((fault) => fault.reply?.(this, words) === true)) return;
    this.take(rewritten(this, words, this.faults));
    for (const fault of this.faults) fault.replied?.(this, words);
  }

  private take([first = '', ...words]: readonly Word[]): void {
    const attributes = attributesOf(words);
    if (first === '!re') this.collected.push(attributes);
    if (first === '!trap') this.refused ??= new Trap(attributes.message ?? '', TrapCategory.GENERAL);
    if (first !== '!done') return;
    if (this.refused === undefined) this.settle({ kind: 'done', rows: this.collected, ret: attributes.ret });
    else this.settle({ kind: 'trap', trap: this.refused });
  }
}
