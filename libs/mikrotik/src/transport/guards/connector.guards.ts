import { encodeSentence } from '../../protocol';
import { library } from '../library';
import { RouterOsError, toRouterOsError } from '../router-os-error';
import { wireWord } from '../row';
import { deliver } from './receiver.guards';

/** Reply word that tells a channel of ours, which no router can send: the connection is gone. */
export const LOST = '(connection lost)';

/** The socket: whole sentences (G3), no delay (G4), nobody left waiting (G5), causes kept (G6). */
export function guardConnector(): void {
  const { onConnect, destroy } = library.connector;

  library.connector.write = function (words) {
    if (!this.connected || !this.socket.writable) throw new RouterOsError('ENOTCONN', 'the connection is not open');
    this.socket.write(encodeSentence(words.map(wireWord)));
    return this;
  };

  library.connector.onConnect = function () {
    this.socket.setNoDelay(true);
    const mistrust = this.verifyPeer?.(this.socket);
    if (mistrust) this.onError(mistrust);
    else onConnect.call(this);
  };

  library.connector.destroy = function () {
    this.cause ??= this.receiver?.fatal ?? new RouterOsError('ECONNCLOSED', 'the router closed the connection');
    this.connected = false;
    destroy.call(this);
    const readers = [...(this.receiver?.tags.values() ?? [])];
    this.receiver?.tags.clear();
    for (const reader of readers) deliver(reader.callback, [LOST]);
  };

  library.connector.onError = function (error) {
    this.cause ??= toRouterOsError(error);
    // why: a TLS socket reports a second error after the listeners are gone; an unheard 'error' would end the process
    if (this.listenerCount('error') > 0) this.emit('error', this.cause, this);
    this.destroy();
  };

  library.connector.onTimeout = function () {
    this.cause ??= new RouterOsError('SOCKTMOUT', `no traffic for ${this.timeout} s`);
    this.emit('timeout', this.cause, this);
    this.destroy();
  };
}
