/** The bytes on a connection are not the RouterOS API: the stream cannot be trusted any more, close the connection. */
export class ProtocolError extends Error {
  /** Same shape as the codes of socket errors, so that callers switch over one field. */
  readonly code = 'EPROTO';

  constructor(message: string) {
    super(message);
    this.name = 'ProtocolError';
  }
}
