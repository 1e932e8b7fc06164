import { ClsServiceManager } from 'nestjs-cls';

const KEY = 'idempotencyKey';

/** The `Idempotency-Key` of the running request, for services that keep it as a unique key of their own. */
export const IdempotencyKey = {
  /** Undefined outside a request, on a route without {@link Idempotent}, and when the caller sent none. */
  current(): string | undefined {
    const cls = ClsServiceManager.getClsService();
    return cls.isActive() ? cls.get<string | undefined>(KEY) : undefined;
  },

  /** For the interceptor, and for tests of services. */
  set(key: string): void {
    ClsServiceManager.getClsService().set(KEY, key);
  },
};
