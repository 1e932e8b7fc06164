import { type Text } from '@app/core';

/** Something that one person alone may not do. */
export interface ApprovalKind {
  /** `lib.what`, unique. */
  readonly key: string;
  /** What the second person must hold. */
  readonly permission: string;
  readonly title: Text;
}

const kinds = new Map<string, ApprovalKind>();

/**
 * Declares a kind beside the service that asks for it.
 *
 * @throws Error at load time for a key that is declared twice
 */
export function defineApprovalKind(kind: ApprovalKind): ApprovalKind {
  if (kinds.has(kind.key)) throw new Error(`approval kind ${kind.key} is declared twice`);
  kinds.set(kind.key, kind);
  return kind;
}

/** The kind of this key, if a loaded lib declares it. */
export const approvalKind = (key: string): ApprovalKind | undefined => kinds.get(key);
