import { connect, type Socket } from 'node:net';
import { encodeSentence, SentenceParser } from '@app/mikrotik';

/** What one command was answered, sentence by sentence, tags taken away. */
export interface Answer {
  readonly rows: Record<string, string>[];
  readonly traps: Record<string, string>[];
  readonly done: Record<string, string>;
  /** Every reply word in its order: `['!re', '!done']`. */
  readonly words: string[];
}

/** The smallest client that shows exactly what is on the wire. Commands without tag, one after the other. */
export class RawClient {
  readonly sentences: string[][] = [];
  closed = false;
  private wake: () => void = () => undefined;

  private constructor(readonly socket: Socket) {
    const parser = new SentenceParser((words) => {
      this.sentences.push(words);
      this.wake();
    });
    socket.on('data', (bytes: Buffer) => {
      parser.push(bytes);
    });
    for (const event of ['close', 'end', 'error'] as const) {
      socket.on(event, () => {
        this.closed = true;
        this.wake();
      });
    }
  }

  static async open(port: number, credentials?: { name: string; password: string }): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    const client = new RawClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    if (credentials !== undefined) {
      await client.ask('/login', `=name=${credentials.name}`, `=password=${credentials.password}`);
    }
    return client;
  }

  send(...words: string[]): void {
    this.socket.write(encodeSentence(words));
  }

  /** The next sentence, null once the connection has ended. */
  async next(timeoutMs = 2_000): Promise<string[] | null> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      const sentence = this.sentences.shift();
      if (sentence !== undefined) return sentence;
      if (this.closed) return null;
      const left = end - performance.now();
      if (left <= 0) throw new Error('no sentence');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Sends one command and collects its answer up to `!done`. */
  async ask(...words: string[]): Promise<Answer> {
    this.send(...words);
    return this.answer();
  }

  async answer(): Promise<Answer> {
    const answer: Answer = { rows: [], traps: [], done: {}, words: [] };
    for (;;) {
      const sentence = await this.next();
      if (sentence === null) throw new Error('connection closed');
      const [word = '', ...rest] = sentence;
      answer.words.push(word);
      const attributes = attributesOf(rest);
      if (word === '!re') answer.rows.push(attributes);
      if (word === '!trap') answer.traps.push(attributes);
      if (word === '!fatal') throw new Error(`fatal: ${rest.join(' ')}`);
      if (word === '!done') return { ...answer, done: attributes };
    }
  }

  close(): void {
    this.socket.destroy();
  }
}

export function attributesOf(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words
      .filter((word) => word.startsWith('='))
      .map((word) => {
        const equals = word.indexOf('=', 1);
        return [word.slice(1, equals), word.slice(equals + 1)] as const;
      }),
  );
}
