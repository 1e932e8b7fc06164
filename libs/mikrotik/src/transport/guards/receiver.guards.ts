import { Logger } from '@nestjs/common';
import { decodeOpaque, decodeText, opaqueBytes, SentenceParser } from '../../protocol';
import { library, type ReceiverParts } from '../library';
import { RouterOsError, toRouterOsError } from '../router-os-error';
import { withinTurn } from './turn-budget';

const logger = new Logger('RouterOsTransport');
const TAG = '.tag=';

/** Gives a sentence to whoever waits for it. What a handler throws is logged and stays here (G2). */
export function deliver(callback: (packet: string[]) => void, packet: string[]): void {
  try {
    callback(packet);
  } catch (error) {
    logger.error('a reply could not be handled', error instanceof Error ? error.stack : String(error));
  }
}

function takeFatal(receiver: ReceiverParts, words: readonly string[]): void {
  const reason = words.filter((word) => !word.startsWith(TAG)).map((word) => word.replace(/^=message=/, ''));
  receiver.fatal = new RouterOsError('FATAL', decodeText(opaqueBytes(reason.join(' '))));
  receiver.socket.emit('fatal');
}

/** Receiving: our own parser (G1), and a dispatch that nothing on the wire can break (G2). */
export function guardReceiver(): void {
  library.receiver.processRawData = function (data) {
    this.parser ??= new SentenceParser(
      (words) => {
        this.dispatch(words);
      },
      { decode: decodeOpaque },
    );
    const { parser } = this;
    withinTurn(this.socket, () => {
      try {
        parser.push(data);
      } catch (error) {
        this.socket.destroy(toRouterOsError(error, 'EPROTO'));
      }
    });
  };

  library.receiver.dispatch = function (words) {
    if (words[0] === '!fatal') {
      takeFatal(this, words.slice(1));
      return;
    }
    // why: it nearly always stands there; only the manual prints it last
    const tagged = words[1]?.startsWith(TAG) === true ? words[1] : words.find((word) => word.startsWith(TAG));
    const reader = this.tags.get(tagged?.slice(TAG.length) ?? '');
    // why: late sentences of finished or cancelled commands are ordinary
    if (!reader) this.orphans = (this.orphans ?? 0) + 1;
    else deliver(reader.callback, words);
  };
}
