import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type RouterState } from '../../engine/router-state';
import { type Hotspot } from './hotspot';
import { type HotspotHost } from './hotspot-host';
import { type HotspotCredentials } from './hotspot-login';
import { type HotspotSession } from './hotspot-session';
import { BUILT_IN_PAGES, fillIn } from './portal-pages';

const MAX_BODY_BYTES = 64 * 1024;

interface Challenge {
  readonly id: Buffer;
  readonly value: Buffer;
}

interface PortalRequest {
  readonly url: URL;
  readonly form: URLSearchParams;
  readonly host: HotspotHost;
}

type Answer = { readonly page: string; readonly variables?: Record<string, string> } | { readonly location: string };

/**
 * The web pages of a hotspot: `/login`, `/status`, `/logout`, and a redirect to the login from everywhere else. A real
 * router knows its client by the address; here every request comes from one machine, so the client is named once:
 * `?client=<MAC or IP address>`, remembered in a cookie, or a header `x-client`.
 */
export class Portal {
  private server: Server | null = null;
  private chosenPort = 0;
  private readonly challenges = new Map<string, Challenge>();

  constructor(
    private readonly router: RouterState,
    private readonly hotspot: Hotspot,
    private readonly address: string,
  ) {}

  /** 0 until it was opened for the first time. */
  get port(): number {
    return this.chosenPort;
  }

  async open(port = this.chosenPort): Promise<void> {
    if (this.server !== null) return;
    const server = createServer((request, response) => {
      void this.serve(request, response);
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, this.address, resolve);
    });
    this.chosenPort = (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server === null) return;
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'hotspot'}`);
    const client = url.searchParams.get('client') ?? headerOf(request, 'x-client') ?? cookieOf(request);
    const host = client === null ? undefined : this.hotspot.host(client);
    if (client === null || host === undefined) {
      send(response, 400, 'Who are you? Join the hotspot and add ?client=<MAC or IP address>.');
      return;
    }
    response.setHeader('set-cookie', `client=${encodeURIComponent(client)}; Path=/; HttpOnly`);
    const body = await readBody(request);
    if (body === null) {
      send(response, 413, 'The form is too big.');
      return;
    }
    const form = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)]);
    const answer = this.answer({ url, form, host });
    if ('location' in answer) send(response, 302, '', answer.location);
    else
      send(
        response,
        200,
        this.page(answer.page, host.device.server, { ...this.variables({ url, form, host }), ...answer.variables }),
      );
  }

  private answer(request: PortalRequest): Answer {
    const { url, form, host } = request;
    switch (url.pathname) {
      case '/login':
        return form.has('username') ? this.logIn(request) : this.loginPage(request);
      case '/status':
        return host.session === null ? { location: '/login' } : { page: 'status.html' };
      case '/logout': {
        const variables = this.variables(request);
        this.hotspot.logout(host.device.mac, { forget: form.get('erase-cookie') !== null });
        return { page: 'logout.html', variables };
      }
      default:
        return host.session === null
          ? { location: `/login?dst=${encodeURIComponent(url.href)}` }
          : { location: '/status' };
    }
  }

  private loginPage({ form, host }: PortalRequest): Answer {
    if (host.session !== null)
      return { page: 'redirect.html', variables: { 'link-redirect': form.get('dst') ?? '/status' } };
    return { page: 'login.html' };
  }

  private logIn({ form, host }: PortalRequest): Answer {
    const credentials = this.credentials(form, host);
    if (credentials === null) {
      const error = 'web browser did not send challenge response (try again, enable JavaScript)';
      return { page: 'login.html', variables: { error } };
    }
    const result = this.hotspot.enter(host.device.mac, credentials);
    if (!result.ok) return { page: 'login.html', variables: { error: result.error } };
    return { page: 'alogin.html', variables: { username: credentials.user } };
  }

  /** Null where the password came in the clear and the hotspot does not take it so. */
  private credentials(form: URLSearchParams, host: HotspotHost): HotspotCredentials | null {
    const user = form.get('username') ?? '';
    const given = form.get('password') ?? '';
    const methods = this.methods(host);
    const challenge = this.challenges.get(host.device.mac);
    this.challenges.delete(host.device.mac); // why: an answer to a challenge counts once
    if (methods.includes('http-chap') && challenge !== undefined && /^[0-9a-f]{32}$/.test(given)) {
      return { user, by: 'http-chap', knows: (password) => responseTo(challenge, password) === given };
    }
    if (!methods.includes('http-pap')) return null;
    return { user, by: 'http-pap', knows: (password) => password === given };
  }

  private variables({ url, form, host }: PortalRequest): Record<string, string> {
    const { session, device, address } = host;
    const challenge = { id: randomBytes(1), value: randomBytes(16) };
    const challenges = this.methods(host).includes('http-chap');
    if (challenges && url.pathname === '/login') this.challenges.set(device.mac, challenge);
    return {
      identity: this.router.table('/system/identity').only.get('name') ?? '',
      'server-name': device.server,
      mac: device.mac,
      ip: address,
      username: form.get('username') ?? session?.name ?? '',
      'logged-in': session === null ? 'no' : 'yes',
      ...(challenges && challengeOf(challenge)),
      ...links(url.origin, form.get('dst') ?? ''),
      ...usage(session),
    };
  }

  /** How the hotspot lets in. */
  private methods({ device }: HotspotHost): string[] {
    return this.hotspot.profileOf(device.server)?.get('login-by')?.split(',') ?? [];
  }

  /** A page from the folder of the profile in /file, else the one that came with the router. */
  private page(name: string, server: string, variables: Record<string, string>): string {
    const folder = this.hotspot.profileOf(server)?.get('html-directory') ?? 'hotspot';
    const files = this.router.menu('/file');
    const file = files?.named(`${folder}/${name}`) ?? files?.named(`flash/${folder}/${name}`);
    return fillIn(file?.get('contents') ?? BUILT_IN_PAGES[name] ?? '', variables);
  }
}

/** md5 of identifier, password and challenge, as the script of a login page computes it. */
export function responseTo({ id, value }: Challenge, password: string): string {
  return createHash('md5').update(id).update(password).update(value).digest('hex');
}

const challengeOf = ({ id, value }: Challenge): Record<string, string> => ({
  ...{ 'chap-id': octal(id), 'chap-challenge': octal(value) },
});

function links(base: string, dst: string): Record<string, string> {
  return {
    'link-login': `${base}/login${dst === '' ? '' : `?dst=${encodeURIComponent(dst)}`}`,
    'link-login-only': `${base}/login`,
    'link-status': `${base}/status`,
    'link-logout': `${base}/logout`,
    'link-orig': dst,
    'link-redirect': dst === '' ? `${base}/status` : dst,
  };
}

function usage(session: HotspotSession | null): Record<string, string> {
  if (session === null) return {};
  return {
    uptime: session.active.get('uptime') ?? '',
    'session-time-left': session.active.get('session-time-left') ?? '',
    'bytes-in-nice': nice(session.used.bytesIn),
    'bytes-out-nice': nice(session.used.bytesOut),
  };
}

const octal = (bytes: Buffer): string => [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');

const nice = (bytes: bigint): string => (bytes < 1_048_576n ? `${bytes / 1_024n} KiB` : `${bytes / 1_048_576n} MiB`);

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

function cookieOf(request: IncomingMessage): string | null {
  const match = /(?:^|;\s*)client=([^;]+)/.exec(request.headers.cookie ?? '');
  return match?.[1] === undefined ? null : decodeURIComponent(match[1]);
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, text: string, location?: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    ...(location === undefined ? {} : { location }),
  });
  response.end(text);
}
