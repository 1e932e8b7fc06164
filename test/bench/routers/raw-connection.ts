import { connect, type Socket } from 'node:net';
import { encodeSentence, SentenceParser } from '@app/mikrotik';

/**
 * The floor: one connection that sends sentences as they are, tagged, so many in flight, and reads every word of the answers.
 * No errors, no deadlines, no rows as objects.
 */
export class RawConnection {
  private onDone: () => void = () => undefined;
  rows = 0;
  traps = 0;

  private constructor(private readonly socket: Socket) {
    const parser = new SentenceParser(([reply]) => {
      if (reply === '!re') this.rows++;
      else if (reply === '!trap') this.traps++;
      else if (reply === '!done') this.onDone();
    });
    socket.on('data', (bytes: Buffer) => {
      parser.push(bytes);
    });
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const connection = new RawConnection(socket);
    await connection.run([['/login', '=name=admin', '=password=secret']], 1);
    return connection;
  }

  /** Resolves when every sentence has been answered. */
  run(sentences: readonly (readonly string[])[], window: number): Promise<void> {
    if (sentences.length === 0) throw new Error('nothing to send');
    return new Promise((resolve) => {
      let sent = 0;
      let done = 0;
      const send = (): void => {
        this.socket.write(encodeSentence([...(sentences[sent] ?? []), `.tag=${sent}`]));
        sent++;
      };
      this.onDone = () => {
        done++;
        if (sent < sentences.length) send();
        else if (done === sentences.length) resolve();
      };
      while (sent < Math.min(window, sentences.length)) send();
    });
  }

  close(): void {
    this.socket.destroy();
  }
}
