import { retryClassOf, type RetryClass } from './error-codes';

export interface RouterOsErrorDetails {
  /** Where it happened: while reaching the router, at the login, or later. */
  stage?: 'connect' | 'login' | 'command';
  /** First word of the command. */
  command?: string;
  /** Of a trap; never branched on, the message decides (routeros.md section 10). */
  category?: number;
  /** Every trap text of the reply, when there was more than one. */
  traps?: readonly string[];
  cause?: unknown;
}

/** Something a router said no to, or why it could not be asked. Its message may be shown to operators: no secrets in it. */
export class RouterOsError extends Error {
  /** One of {@link TRAP_CODES}, a transport code such as `ECONNCLOSED`, or a socket code of Node.js. */
  readonly code: string;
  readonly details: RouterOsErrorDetails;

  constructor(code: string, message: string, details: RouterOsErrorDetails = {}) {
    super(message === '' ? code : message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'RouterOsError';
    this.code = code;
    this.details = details;
  }

  get retry(): RetryClass {
    return retryClassOf(this.code);
  }

  /** The connection is at fault, not the command. A write whose answer is missing may have been done nevertheless. */
  get isTransport(): boolean {
    return this.retry === 'transport' || this.retry === 'auth';
  }

  /** Our own refusal to ask at all: it says nothing about the router. */
  get isOurs(): boolean {
    return this.code === 'ROUTER_BUSY' || this.code === 'POOL_CLOSED';
  }

  /** The same error with more particulars. */
  with(details: RouterOsErrorDetails): RouterOsError {
    return new RouterOsError(this.code, this.message, { ...this.details, ...details });
  }
}

/** Any thrown value as a RouterOsError; what is not one becomes a transport error with the code that it carries. */
export function toRouterOsError(error: unknown, fallback = 'ESOCKET'): RouterOsError {
  if (error instanceof RouterOsError) return error;
  // why: by shape, because an error may come from another realm (Jest, vm)
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const text = typeof message === 'string' ? message : String(error);
  return new RouterOsError(typeof code === 'string' ? code : fallback, text, { cause: error });
}
