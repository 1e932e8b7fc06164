import { challengeResponse } from '../../protocol';
import { type ApiParts, library } from '../library';
import { RouterOsError, toRouterOsError } from '../router-os-error';

const CLOSE_WITHIN_MS = 500;

const lost = (): RouterOsError => new RouterOsError('ECONNCLOSED', 'the router closed the connection');

/** No command without a connection (G8); only the login may go out while connecting. */
function guardWrite(): void {
  const { write } = library.api;
  library.api.write = function (first, ...more) {
    const name = Array.isArray(first) ? first[0] : first;
    const usable = this.connector?.connected === true && (this.connected || (this.connecting && name === '/login'));
    if (!usable) return Promise.reject(new RouterOsError('ENOTCONN', 'not connected'));
    return write.call(this, first, ...more);
  };
}

/** No `#` of the library (G9), no /cancel to a dead connection (G11): liveness is the lane's heartbeat. */
function guardHousekeeping(): void {
  library.api.holdConnection = () => undefined;
  library.api.releaseConnectionHold = () => undefined;
  library.api.stopAllStreams = function () {
    for (const stream of this.registeredStreams) stream.debounceSendingEmptyData?.cancel();
    this.registeredStreams = [];
  };
}

/** `connect()` always settles, and always with a RouterOsError; a healthy session has no idle limit (G10). */
function guardConnect(): void {
  const { connect } = library.api;
  library.api.connect = function () {
    const attempt = connect.call(this);
    const { connector } = this;
    if (!connector) return attempt;
    if (this.verifyPeer) connector.verifyPeer = this.verifyPeer;
    connector.codePage = this.codePage;
    return new Promise((resolve, reject) => {
      connector.socket.once('close', () => {
        reject(connector.cause ?? lost());
      });
      attempt.then(
        (api) => {
          connector.socket.setTimeout(0);
          resolve(api);
        },
        (error: unknown) => {
          reject(connector.cause ?? toRouterOsError(error, 'ECONNCLOSED'));
        },
      );
    });
  };
}

/** `close()` always settles, within half a second (G10). */
function guardClose(): void {
  library.api.close = function () {
    const { connector } = this;
    this.stopAllStreams();
    this.connected = false;
    this.connecting = false;
    if (!connector || connector.socket.destroyed) return Promise.resolve(this);
    connector.cause ??= new RouterOsError('ECONNCLOSED', 'the connection was closed by us');
    return new Promise((resolve) => {
      const force = setTimeout(() => connector.socket.destroy(), CLOSE_WITHIN_MS);
      connector.socket.once('close', () => {
        clearTimeout(force);
        connector.destroy();
        resolve(this);
      });
      connector.socket.end();
    });
  };
}

async function logIn(api: ApiParts): Promise<void> {
  const password = api.password ?? '';
  const [reply] = await api.write(['/login', `=name=${api.user}`, `=password=${password}`]);
  const challenge = reply?.ret; // why: only routers before 6.43 send one
  if (challenge === undefined) return;
  await api.write(['/login', `=name=${api.user}`, `=response=${challengeResponse(password, challenge)}`]);
}

/** Login in UTF-8, old and new method, with an empty password too; a refusal keeps the router's words (G14). */
function guardLogin(): void {
  library.api.login = async function () {
    this.connecting = true;
    try {
      await logIn(this);
      return this;
    } catch (thrown) {
      const error = toRouterOsError(thrown);
      const refusal = error.isTransport ? error : new RouterOsError('AUTH_FAILED', error.message, error.details);
      const named = refusal.with({ stage: 'login', command: '/login' });
      if (this.connector) {
        this.connector.cause ??= named;
        this.connector.destroy();
      }
      throw named;
    }
  };
}

export function guardApi(): void {
  guardWrite();
  guardHousekeeping();
  guardConnect();
  guardClose();
  guardLogin();
}
