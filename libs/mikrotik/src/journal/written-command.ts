import { BYTES } from '../domain/foreign-text';
import { parseComment } from '../domain/ownership-mark';
import { type Sentence } from '../transport';

/** Verbs that change nothing. Every other one is written down: better a line too many than a change nobody knows of. */
const READING = ['print', 'getall', 'get', 'find', 'listen', 'monitor', 'monitor-traffic', 'ping', 'export', 'login'];
/** Attributes whose values no log may hold. */
const SECRET = /passw|passphrase|secret|private-key|shared-key|-key$|^key$|^response$|contents|source|token|otp/;
const HIDDEN = '***';
const MAX_WORD = 300;

export interface WrittenCommand {
  /** `/ppp/secret/set`. */
  command: string;
  /** The other words, without secrets and without what operators wrote about people. */
  words: string[];
}

export function isWrite([name = '']: Sentence): boolean {
  return name !== '/cancel' && name !== '/quit' && !READING.includes(name.slice(name.lastIndexOf('/') + 1));
}

/** `/ppp/secret/set` → `/ppp/secret`. */
export function menuOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')));
}

/** A command as it may be kept. */
export function writtenCommand([command = '', ...words]: Sentence): WrittenCommand {
  return { command, words: words.map(redacted) };
}

function redacted(word: string): string {
  const match = /^=([^=]+)=(.*)$/s.exec(word);
  if (!match) return word.slice(0, MAX_WORD);
  const [, name = '', value = ''] = match;
  if (SECRET.test(name)) return `=${name}=${HIDDEN}`;
  if (name === `comment${BYTES}`) return '=comment=…';
  if (name === 'comment') return `=${name}=${withoutText(value)}`;
  return `=${name}=${value}`.slice(0, MAX_WORD);
}

/** why: comments hold names of people, and the log outlives the time for which they may be kept (billing.md E4) */
function withoutText(comment: string): string {
  const { text, owner } = parseComment(comment);
  const shortened = text === '' ? '' : '…';
  return owner === undefined ? shortened : `${shortened} langgan:${owner}`.trim();
}
