import { type Kind, type Objects } from '../../security-world';

/** How to call one operation so that nothing but access can refuse it. */
export interface OperationRequest {
  /** Values of the path's parameters: an object of this kind, or (with `=`) the word itself. */
  readonly params?: Readonly<Record<string, Kind | `=${string}`>>;
  readonly query?: (objects: Objects) => Readonly<Record<string, string>>;
  readonly body?: (objects: Objects, unique: string) => object;
  /** It is a list: of the objects of this kind, it shows those that the actor may see. */
  readonly lists?: Kind;
  /** What it leaves cannot be called again: it gets fresh objects. */
  readonly consumes?: true;
  /** It ends the session that it is called with, or may: it gets fresh credentials. */
  readonly endsSession?: true;
}

export const PASSWORD = 'pagi itu hujan deras';
export const VERSION = { version: 1 };
export const IDR = (amount: string) => ({ amount, currency: 'IDR' });

export const plain: OperationRequest = {};
export const listOf = (lists: Kind): OperationRequest => ({ lists, query: () => ({ limit: '200' }) });
export const shortListOf = (lists: Kind): OperationRequest => ({ lists });
export const at = (id: Kind, more: OperationRequest = {}): OperationRequest => ({ params: { id }, ...more });
export const edit = (id: Kind, change: object): OperationRequest => at(id, { body: () => ({ ...VERSION, ...change }) });
export const gone = (id: Kind, more: OperationRequest = {}): OperationRequest => at(id, { consumes: true, ...more });

export function mail(unique: string): string {
  return `${unique.toLowerCase()}@test.invalid`;
}

/** Does it point at objects, in its path, its query or its body? */
export function namesObjects({ params, query, body, lists }: OperationRequest): boolean {
  if (lists !== undefined) return false;
  const seen = { used: false };
  const spy = new Proxy({} as Objects, {
    get: () => {
      seen.used = true;
      return '';
    },
  });
  query?.(spy);
  body?.(spy, 'X');
  return seen.used || Object.values(params ?? {}).some((value) => !value.startsWith('='));
}
