import { trapCodeOf } from '../error-codes';
import { type ChannelParts, library } from '../library';
import { RouterOsError, toRouterOsError } from '../router-os-error';
import { putValue } from '../row';
import { LOST } from './connector.guards';

const MAX_ROWS = 500_000;

type Attributes = Record<string, string>;

/**
 * Where in a sentence which attribute stood the last time: rows of one table are alike, and their names need not be made
 * anew.
 */
type Layout = NonNullable<ChannelParts['layout']>;

function attributesOf(words: readonly string[], layout: Layout, codePage: string | undefined): Attributes {
  const row: Attributes = {};
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? '';
    let column = layout[at];
    if (!column || !word.startsWith(column.prefix)) {
      if (!word.startsWith('=')) continue;
      const end = word.indexOf('=', 1);
      if (end < 0) {
        row[word.slice(1)] = '';
        continue;
      }
      column = layout[at] = { name: word.slice(1, end), prefix: word.slice(0, end + 1) };
    }
    putValue(row, column.name, word.slice(column.prefix.length), codePage);
  }
  return row;
}

function trapError(traps: NonNullable<ChannelParts['traps']>): RouterOsError | undefined {
  const [first] = traps;
  if (!first) return undefined;
  return new RouterOsError(trapCodeOf(first.message), first.message, {
    stage: 'command',
    ...(first.category === undefined ? {} : { category: first.category }),
    ...(traps.length > 1 ? { traps: traps.map(({ message }) => message) } : {}),
  });
}

function settle(channel: ChannelParts, error: RouterOsError | undefined): void {
  const { waiter } = channel;
  channel.waiter = undefined;
  if (error) waiter?.reject(error);
  else waiter?.resolve(channel.data);
  channel.close();
}

/** What each reply word does; a word that is not here (`!empty`, future ones) passes by. */
const replies: Partial<Record<string, (channel: ChannelParts, attributes: Attributes) => void>> = {
  '!re': (channel, row) => {
    channel.data.push(row);
    if (channel.data.length > MAX_ROWS) channel.connector.onError(new RouterOsError('EPROTO', `over ${MAX_ROWS} rows`));
  },
  '!trap': (channel, { message = 'unknown trap', category }) => {
    (channel.traps ??= []).push({ message, category: category === undefined ? undefined : Number(category) });
  },
  '!done': (channel, last) => {
    if (Object.keys(last).length > 0) channel.data.push(last);
    settle(channel, trapError(channel.traps ?? []));
  },
  [LOST]: (channel) => {
    settle(channel, channel.connector.cause ?? new RouterOsError('ECONNCLOSED', 'the connection is gone'));
  },
};

/** One command (G7): settles once, at `!done` or when the connection is lost; every trap is kept, unknown replies pass by. */
export function guardChannel(): void {
  library.channel.write = function (words) {
    return new Promise((resolve, reject) => {
      this.waiter = { resolve, reject };
      try {
        this.readAndWrite([...words, `.tag=${this.id}`]);
      } catch (error) {
        settle(this, toRouterOsError(error));
      }
    });
  };

  library.channel.processPacket = function (words) {
    this.layout ??= [];
    replies[words[0] ?? '']?.(this, attributesOf(words, this.layout, this.connector.codePage));
  };
}
