import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type BuiltInRoleKey, UsersService } from '@app/iam';
import { type Database } from '@app/platform';

/** A password that the rules let pass. */
export const PASSWORD = 'pagi itu hujan deras';

export interface Answer<T = Record<string, unknown>> {
  status: number;
  code: string | undefined;
  body: T;
  headers: Record<string, unknown>;
  cookies: { name: string; value: string; [attribute: string]: unknown }[];
}

export interface Call {
  payload?: object | string;
  /** Access token. */
  token?: string;
  /** Address of the caller. */
  ip?: string;
  headers?: Record<string, string>;
  cookies?: Record<string, string>;
}

export interface Tokens {
  accessToken: string;
  refreshToken: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Makes the pauses that began last a minute, so that a slow machine does not outlive them. */
export async function holdPauses(database: Database): Promise<void> {
  await database.execute(
    `update sign_in_throttles set blocked_until = clock_timestamp() + interval '1 minute' where blocked_until is not null`,
  );
}

/** Calls of a client that signs in and out. */
export class SignInClient {
  constructor(private readonly app: NestFastifyApplication) {}

  async call<T = Record<string, unknown>>(method: Method, path: string, options: Call = {}): Promise<Answer<T>> {
    const { token, ip, headers = {}, payload, cookies } = options;
    const response = await this.app.inject({
      method,
      url: `/api/v1/${path}`,
      headers: {
        'accept-language': 'en',
        ...headers,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(payload === undefined ? {} : { payload }),
      ...(cookies === undefined ? {} : { cookies }),
      ...(ip === undefined ? {} : { remoteAddress: ip }),
    });
    const body = (response.body === '' ? {} : response.json()) as T & { code?: string };
    return { status: response.statusCode, code: body.code, body, headers: response.headers, cookies: response.cookies };
  }

  /** Signs in with the refresh token in the body, unless `payload` says otherwise. */
  async login(email: string, payload: object = {}, options: Call = {}): Promise<Answer<Tokens>> {
    const credentials = { email, password: PASSWORD, delivery: 'body', ...payload };
    return this.call<Tokens>('POST', 'auth/login', { ...options, payload: credentials });
  }

  /** The status that a request with this access token gets. */
  async meStatus(token: string): Promise<number> {
    return (await this.call('GET', 'auth/me', { token })).status;
  }

  /** A new user with {@link PASSWORD}. */
  async user(email: string, role: BuiltInRoleKey = 'cashier'): Promise<{ id: string; version: number }> {
    const users = this.app.get(UsersService, { strict: false });
    return users.create({ email, name: 'Pengguna Uji', password: PASSWORD, role, allSites: true });
  }
}
