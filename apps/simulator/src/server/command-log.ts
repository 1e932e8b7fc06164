import { splitCommand, type Request } from '../engine/request';

/** One sentence as a router received it. */
export interface ReceivedCommand {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Number of the connection on this router. */
  readonly session: number;
  /** Null before login. */
  readonly user: string | null;
  /** `/ppp/secret/set` */
  readonly command: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly queries: readonly string[];
  readonly tag: string | null;
  readonly words: readonly string[];
}

const KEPT = 50_000;
const HARMLESS = new Set([
  ...['login', 'quit', 'cancel', 'print', 'getall', 'get', 'find', 'listen', 'ping'],
  ...['monitor', 'monitor-traffic', 'torch', 'read', 'check-for-updates'],
]);

/** What clients have sent, oldest first: tests assert on it, the control page shows its end. */
export class CommandLog {
  private list: ReceivedCommand[] = [];
  private readonly waiting = new Set<(command: ReceivedCommand) => void>();

  note(session: number, user: string | null, { command, attributes, queries, tag, words }: Request): void {
    const received = {
      at: Date.now(),
      session,
      user,
      command,
      attributes: Object.fromEntries(attributes),
      queries,
      tag,
      words,
    };
    this.list.push(received);
    if (this.list.length > KEPT) this.list = this.list.slice(-KEPT / 2);
    for (const listener of this.waiting) listener(received);
  }

  all(): readonly ReceivedCommand[] {
    return this.list;
  }

  /** Those that change something. */
  writes(): readonly ReceivedCommand[] {
    return this.list.filter(({ command }) => !HARMLESS.has(splitCommand(command).verb));
  }

  clear(): void {
    this.list = [];
  }

  /** Calls back for every command from now on, until the returned function is called. */
  watch(listener: (command: ReceivedCommand) => void): () => void {
    this.waiting.add(listener);
    return () => this.waiting.delete(listener);
  }
}
