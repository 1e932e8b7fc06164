import { randomBytes } from 'node:crypto';
import { hashToken } from '../crypto/opaque-token';

/** A key of an integrator, as its creator sees it. The secret exists only where it was shown. */
export interface ApiKey {
  id: string;
  name: string;
  /** What the key begins with: `lk_<prefix>_…`. */
  prefix: string;
  permissions: string[];
  /** Every site that its creator sees; otherwise those of `siteIds` that he sees. */
  allSites: boolean;
  siteIds: string[];
  createdBy: string;
  createdByName: string;
  expiresAt: Date;
  /** To the minute. */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  version: number;
  createdAt: Date;
}

/** What only a person may do: making credentials and power, and standing in for the second pair of eyes. */
const PERSONS_ONLY = [/^owner:/, /^api-key:/, /^approval:/, /^(user|role):write$/];

/** May a key hold this permission at all? */
export const isForKeys = (permission: string): boolean => !PERSONS_ONLY.some((pattern) => pattern.test(permission));

const FORM = /^lk_([a-z2-7]{10})_([A-Za-z0-9_-]{43})$/;
const PREFIX_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** A fresh key: 50 bits to find it by, 256 bits to prove it. */
export function newApiKey(): { token: string; prefix: string; hash: Buffer } {
  const prefix = [...randomBytes(10)].map((byte) => PREFIX_CHARACTERS[byte & 31]).join('');
  const token = `lk_${prefix}_${randomBytes(32).toString('base64url')}`;
  return { token, prefix, hash: hashToken(token) };
}

/** Does it look like a key of ours? */
export const isApiKey = (token: string): boolean => token.startsWith('lk_');

/** How to find and prove a key; undefined for what cannot be one. */
export function apiKeyProof(token: string): { prefix: string; hash: Buffer } | undefined {
  const prefix = FORM.exec(token)?.[1];
  return prefix === undefined ? undefined : { prefix, hash: hashToken(token) };
}
