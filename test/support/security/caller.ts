import { type RouteInfo } from '@app/platform';
import { type OperationRequest } from './requests';
import { type Headers, type Objects, type SecurityWorld } from '../security-world';

export interface CallAnswer {
  readonly status: number;
  readonly code: string | undefined;
  readonly text: string;
}

/** `CustomersController.getCustomer` → `getCustomer` */
export const operationOf = ({ handler }: RouteInfo): string => handler.split('.')[1] ?? handler;

/** Sends the requests of a table. */
export class Caller {
  private sent = 0;

  constructor(private readonly world: SecurityWorld) {}

  /** A fresh word for codes and names, in capitals. */
  unique(): string {
    this.sent += 1;
    return `U${this.sent}`;
  }

  /** `body` replaces that of the table. Every call comes from an address of its own, so that no limit is met. */
  async call(
    route: RouteInfo,
    request: OperationRequest,
    objects: Objects,
    how: { headers: Headers; body?: unknown; query?: Readonly<Record<string, string>> },
  ): Promise<CallAnswer> {
    const unique = this.unique();
    const payload = 'body' in how ? how.body : request.body?.(objects, unique);
    const query = new URLSearchParams(how.query ?? request.query?.(objects) ?? {}).toString();
    const answer = await this.world.app.inject({
      method: route.method as 'GET',
      url: `${urlOf(route, request, objects)}${query === '' ? '' : `?${query}`}`,
      headers: { 'accept-language': 'en', ...how.headers, ...(typeof payload === 'string' ? JSON_TYPE : {}) },
      remoteAddress: `10.${this.sent >> 16}.${(this.sent >> 8) & 255}.${this.sent & 255}`,
      ...(payload === undefined ? {} : { payload: payload as object }),
    });
    const { statusCode: status, body: text } = answer;
    const json = String(answer.headers['content-type']).includes('json') && text !== '';
    return { status, text, code: json ? (JSON.parse(text) as { code?: string }).code : undefined };
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };

function urlOf(route: RouteInfo, { params = {} }: OperationRequest, objects: Objects): string {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${route.handler}: no value for :${name} in requests.ts`);
    return encodeURIComponent(value.startsWith('=') ? value.slice(1) : objects[value as keyof Objects]);
  });
  return path.startsWith('/v1/') ? `/api${path}` : path;
}
