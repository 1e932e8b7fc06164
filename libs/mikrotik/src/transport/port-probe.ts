import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { encodeSentence, SentenceParser } from '../protocol';

/** Where to look. The address has been checked and resolved by the caller. */
export interface Place {
  host: string;
  port: number;
}

/** Is anybody there? Nothing is sent. */
export function accepts(place: Place, timeoutMs: number): Promise<boolean> {
  return withinTime(timeoutMs, (settle) => {
    const socket = connectPlain(place);
    socket.once('connect', () => {
      settle(true);
    });
    return socket.once('error', () => {
      settle(false);
    });
  });
}

/** Does this port speak TLS? No secret is sent. */
export function speaksTls(place: Place, timeoutMs: number): Promise<boolean> {
  return withinTime(timeoutMs, (settle) => {
    const ciphers = 'HIGH:ADH-AES256-GCM-SHA384:@SECLEVEL=0';
    const socket = connectTls({ ...place, rejectUnauthorized: false, ciphers, maxVersion: 'TLSv1.2' });
    socket.once('secureConnect', () => {
      settle(true);
    });
    socket.once('close', () => {
      settle(false);
    });
    return socket.once('error', () => {
      settle(false);
    });
  });
}

/** Does this port speak the RouterOS API in the clear? A goodbye is all that is sent. */
export function speaksPlainApi(place: Place, timeoutMs: number): Promise<boolean> {
  return withinTime(timeoutMs, (settle) => {
    const socket = connectPlain(place);
    const parser = new SentenceParser(([word = '']) => {
      settle(word.startsWith('!'));
    });
    socket.once('connect', () => socket.write(encodeSentence(['/quit'])));
    socket.on('data', (bytes: Buffer) => {
      try {
        parser.push(bytes);
      } catch {
        settle(false); // why: what is no sentence is no RouterOS
      }
    });
    socket.once('close', () => {
      settle(false);
    });
    return socket.once('error', () => {
      settle(false);
    });
  });
}

function withinTime(
  timeoutMs: number,
  begin: (settle: (answer: boolean) => void) => { destroy: () => unknown },
): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      settle(false);
    }, timeoutMs);
    const settle = (answer: boolean): void => {
      clearTimeout(timer);
      resolve(answer);
      socket.destroy();
    };
    const socket = begin(settle);
  });
}
