import { ClsServiceManager } from 'nestjs-cls';
import { type LoggerOptions, stdTimeFunctions } from 'pino';

/** Names whose values never reach a log, at any of three depths. */
const SECRET_NAMES = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'passwordHash',
  'newPassword',
  'currentPassword',
  'token',
  'accessToken',
  'refreshToken',
  'secret',
  'totp',
  'apiKey',
];

const quoted = (name: string): string => (name.includes('-') ? `["${name}"]` : name);

const redactedPaths = (): string[] =>
  SECRET_NAMES.flatMap((name) => {
    const last = quoted(name);
    return [last, ...['*', '*.*'].map((above) => (last.startsWith('[') ? `${above}${last}` : `${above}.${last}`))];
  });

/** What PostgreSQL says of a value that it cannot read, with the value. */
const QUOTED_VALUE =
  /\b(invalid input (?:syntax|value) for [^:\n]+: |date\/time field value out of range: |value )"[^\n]*"/g;

const withoutValues = (text: string): string => text.replace(QUOTED_VALUE, '$1"[value]"');

interface LoggedError {
  type: string;
  message: string;
  stack?: string;
  code?: unknown;
  cause?: LoggedError;
}

/** An error without its other members: TypeORM's carry the parameters of the statement. */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: withoutValues(error.message),
    ...(error.stack === undefined ? {} : { stack: withoutValues(error.stack) }),
    ...(code === undefined ? {} : { code }),
    ...(error.cause === undefined || depth > 3 ? {} : { cause: loggedError(error.cause, depth + 1) }),
  };
}

/** pino's options: JSON lines with level names, UTC time and the trace id of the running request or job. */
export function logOptions(level: string): LoggerOptions {
  return {
    level,
    base: null,
    redact: { paths: redactedPaths(), censor: '[secret]' },
    formatters: { level: (label) => ({ level: label }) },
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: loggedError },
    hooks: {
      logMethod(parts, write) {
        const safe = parts.map((part: unknown) => (typeof part === 'string' ? withoutValues(part) : part));
        write.apply(this, safe as typeof parts);
      },
    },
    mixin: () => {
      const cls = ClsServiceManager.getClsService();
      const traceId: unknown = cls.isActive() ? cls.getId() : undefined;
      return traceId === undefined ? {} : { traceId };
    },
  };
}
