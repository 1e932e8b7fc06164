import { baseUrlOf, type GatewayCredentials, secretOf } from '../gateway-credentials';
import { type GatewayHttp, type GatewayReply } from '../http/gateway-http';
import { type JsonObject } from '../shared/strict-json';

/**
 * The few calls of Midtrans that we make. Not `midtrans-client`: its addresses are constants, so it can be pointed neither at
 * a simulator nor through the guarded way out, and it brings axios without a type.
 */
export class MidtransClient {
  private readonly snap: string;
  private readonly core: string;

  constructor(
    private readonly http: GatewayHttp,
    private readonly account: GatewayCredentials,
  ) {
    const infix = account.environment === 'PRODUCTION' ? '' : '.sandbox';
    const base = baseUrlOf(account);
    this.snap = base ?? `https://app${infix}.midtrans.com`;
    this.core = base ?? `https://api${infix}.midtrans.com`;
  }

  createSnap(body: JsonObject, callbackUrl: string): Promise<GatewayReply> {
    return this.send('POST', `${this.snap}/snap/v1/transactions`, body, { 'x-override-notification': callbackUrl });
  }

  status(orderId: string): Promise<GatewayReply> {
    return this.send('GET', this.order(orderId, 'status'));
  }

  cancel(orderId: string): Promise<GatewayReply> {
    return this.send('POST', this.order(orderId, 'cancel'));
  }

  refund(orderId: string, body: JsonObject): Promise<GatewayReply> {
    return this.send('POST', this.order(orderId, 'refund'), body);
  }

  private order(orderId: string, action: string): string {
    return `${this.core}/v2/${encodeURIComponent(orderId)}/${action}`;
  }

  private send(
    method: 'GET' | 'POST',
    url: string,
    body?: JsonObject,
    headers: Record<string, string> = {},
  ): Promise<GatewayReply> {
    const authorization = `Basic ${Buffer.from(`${secretOf(this.account, 'serverKey')}:`).toString('base64')}`;
    const all = { accept: 'application/json', 'content-type': 'application/json', authorization, ...headers };
    return this.http.call({ url, method, headers: all, ...(body ? { body: JSON.stringify(body) } : {}) });
  }
}
