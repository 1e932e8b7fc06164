import { Configuration, type XenditOpts } from 'xendit-node';
import { InvoiceApi } from 'xendit-node/invoice/apis';
import { RefundApi } from 'xendit-node/refund/apis';
import { baseUrlOf, type GatewayCredentials, secretOf, textSetting } from '../gateway-credentials';
import { type CallNotes, type GatewayHttp, type GatewayReply } from '../http/gateway-http';

/** The library takes a `fetch` in its configuration but not in its constructors. */
class GuardedInvoiceApi extends InvoiceApi {
  constructor(options: Required<XenditOpts>, fetchApi: typeof fetch) {
    super(options);
    this.configuration = new Configuration({ basePath: options.xenditURL, fetchApi });
  }
}

class GuardedRefundApi extends RefundApi {
  constructor(options: Required<XenditOpts>, fetchApi: typeof fetch) {
    super(options);
    this.configuration = new Configuration({ basePath: options.xenditURL, fetchApi });
  }
}

/** What one call of the library came to: its value, or else only what was on the wire. */
export interface XenditCall<T> {
  readonly value: T | undefined;
  readonly reply: GatewayReply;
}

/** xendit-node for one account over the guarded way out. */
export class XenditClient {
  private readonly options: Required<XenditOpts>;
  readonly forUserId: string | undefined;

  constructor(
    private readonly http: GatewayHttp,
    account: GatewayCredentials,
  ) {
    const xenditURL = baseUrlOf(account) ?? 'https://api.xendit.co';
    this.options = { secretKey: secretOf(account, 'secretKey'), xenditURL };
    this.forUserId = textSetting(account, 'forUserId') || undefined;
  }

  invoices<T>(work: (api: InvoiceApi) => Promise<T>): Promise<XenditCall<T>> {
    return this.noted((notes) => work(new GuardedInvoiceApi(this.options, notes.fetch)));
  }

  refunds<T>(work: (api: RefundApi) => Promise<T>): Promise<XenditCall<T>> {
    return this.noted((notes) => work(new GuardedRefundApi(this.options, notes.fetch)));
  }

  /** why: the library throws one error for a refusal, another for HTML and a third for a timeout; the wire says which it was. */
  private async noted<T>(work: (notes: CallNotes) => Promise<T>): Promise<XenditCall<T>> {
    const notes = this.http.notes();
    try {
      const value = await work(notes);
      return { value, reply: replyOf(notes) };
    } catch (error) {
      if (notes.reply === undefined) throw error;
      return { value: undefined, reply: notes.reply };
    }
  }
}

function replyOf({ reply }: CallNotes): GatewayReply {
  if (reply === undefined) throw new Error('the library made no call');
  return reply;
}
