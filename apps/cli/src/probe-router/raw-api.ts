import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { challengeResponse, decodeOpaque, encodeSentence, SentenceParser } from '@app/mikrotik';

/** Everything that a router said to one command, sentence by sentence. */
export interface RawAnswer {
  readonly sentences: readonly string[][];
  /** How it ended: by `!done`, `!fatal`, the end of the connection, or not at all. */
  readonly end: 'done' | 'fatal' | 'closed' | 'silent';
}

export interface RawTarget {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

const WAIT_MS = 5_000;

/** The bare API without any guard: shows what is on the wire. One command at a time, untagged unless the words say so. */
export class RawApi {
  private readonly arrived: string[][] = [];
  private closed = false;
  private wake: () => void = () => undefined;

  private constructor(private readonly socket: Socket) {
    const parser = new SentenceParser(
      (words) => {
        this.arrived.push(words);
        this.wake();
      },
      { decode: decodeOpaque }, // why: so that bytes that are no text can be told from text
    );
    socket.on('data', (bytes: Buffer) => {
      try {
        parser.push(bytes);
      } catch {
        socket.destroy(); // why: no RouterOS API; the probe reports the end of the connection
      }
    });
    const end = (): void => {
      this.closed = true;
      this.wake();
    };
    socket.on('close', end).on('end', end).on('error', end);
  }

  /** @throws Error when there is nobody */
  static async open({ host, port, tls }: RawTarget): Promise<RawApi> {
    const socket = tls ? connectTls({ host, port, rejectUnauthorized: false }) : connectPlain({ host, port });
    await new Promise<void>((resolve, reject) => {
      socket.once(tls ? 'secureConnect' : 'connect', resolve).once('error', reject);
      socket.setTimeout(WAIT_MS, () => socket.destroy(new Error('no answer')));
    });
    socket.setTimeout(0);
    return new RawApi(socket.setNoDelay(true));
  }

  /** @throws Error with the words of the router when it refuses */
  async logIn(name: string, password: string): Promise<void> {
    const first = await this.ask(['/login', `=name=${name}`, `=password=${password}`]);
    const challenge = wordOf(first, '=ret=');
    const answer =
      challenge === undefined
        ? first
        : await this.ask(['/login', `=name=${name}`, `=response=${challengeResponse(password, challenge)}`]);
    const refusal = wordOf(answer, '=message=');
    if (answer.end !== 'done' || refusal !== undefined) throw new Error(refusal ?? `login: ${answer.end}`);
  }

  send(words: readonly string[]): void {
    this.socket.write(encodeSentence(words));
  }

  async ask(words: readonly string[], waitMs = WAIT_MS): Promise<RawAnswer> {
    this.send(words);
    return this.answer(1, waitMs);
  }

  /** Collects until so many commands have ended. */
  async answer(ends: number, waitMs = WAIT_MS): Promise<RawAnswer> {
    const sentences: string[][] = [];
    for (let left = ends; left > 0;) {
      const sentence = await this.next(waitMs);
      if (sentence === 'closed' || sentence === 'silent') return { sentences, end: sentence };
      sentences.push(sentence);
      if (sentence[0] === '!fatal') return { sentences, end: 'fatal' };
      if (sentence[0] === '!done') left--;
    }
    return { sentences, end: 'done' };
  }

  close(): void {
    this.socket.destroy();
  }

  private async next(waitMs: number): Promise<string[] | 'closed' | 'silent'> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.wake();
    }, waitMs);
    try {
      for (;;) {
        const sentence = this.arrived.shift();
        if (sentence !== undefined) return sentence;
        if (this.closed) return 'closed';
        // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- set by the timer
        if (late) return 'silent';
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The rest of the first word of an answer that begins so. */
export function wordOf({ sentences }: RawAnswer, prefix: string): string | undefined {
  return sentences
    .flat()
    .find((word) => word.startsWith(prefix))
    ?.slice(prefix.length);
}

/** Every value of one attribute in the rows of an answer. */
export function valuesOf({ sentences }: RawAnswer, attribute: string): string[] {
  const prefix = `=${attribute}=`;
  return sentences
    .filter(([word]) => word === '!re')
    .flatMap((row) => row.filter((word) => word.startsWith(prefix)).map((word) => word.slice(prefix.length)));
}

/** The reply words in their order, and what a trap said: how an answer looks without what is in it. */
export function shapeOf({ sentences, end }: RawAnswer): string {
  const words = sentences.map(([word = '', ...rest]) => {
    const telling = rest.filter(
      (one) => /^=(category|message)=/.test(one) || (word === '!fatal' && !one.startsWith('=')),
    );
    return [word, ...telling].join(' ');
  });
  const counted = words.reduce<{ word: string; count: number }[]>((seen, word) => {
    const last = seen.at(-1);
    if (last?.word === word) return [...seen.slice(0, -1), { word, count: last.count + 1 }];
    return [...seen, { word, count: 1 }];
  }, []);
  const text = counted.map(({ word, count }) => (count > 1 ? `${word} ×${count}` : word)).join(', ');
  return end === 'done' ? text : [text, `(${end})`].filter((part) => part !== '').join(' ');
}
