/** SQLSTATE classes that say nothing about the data: connection, resources, operator, system, rollback of a race. */
const TRANSIENT_CLASSES = ['08', '53', '57', '58', '40'];
const LOCK_NOT_AVAILABLE = '55P03';
const NETWORK_CODES = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'];

/**
 * May the same work succeed later without anybody changing the data? Then nothing must be parked for it. A failure without
 * a SQLSTATE is transient when the connection broke.
 */
export function isTransient(error: unknown): boolean {
  const code = codeOf(error);
  if (code === undefined)
    return error instanceof Error && /connection terminated|timeout exceeded/i.test(error.message);
  return code === LOCK_NOT_AVAILABLE || NETWORK_CODES.includes(code) || TRANSIENT_CLASSES.includes(code.slice(0, 2));
}

function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
