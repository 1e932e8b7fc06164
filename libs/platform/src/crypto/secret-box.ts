import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SecretBoxConfig } from './secret-box.config';

/** Where a sealed value lives; it is authenticated, so that a ciphertext moved to another row or column does not open. */
export interface SecretPlace {
  table: string;
  id: string;
  column: string;
}

const aad = (place: SecretPlace): Buffer => Buffer.from(`${place.table}:${place.id}:${place.column}`, 'utf8');

// why: without it a tag cut to four bytes would do
const TAG = { authTagLength: 16 };

/** AES-256-GCM with a key ring (billing.md C1, C2). Sealed form: `v1:kid:iv:ciphertext:tag`, parts in base64url. */
@Injectable()
export class SecretBox {
  private readonly keys: ReadonlyMap<string, Buffer>;
  /** Id of the key that seals. */
  readonly current: string;

  constructor(config: SecretBoxConfig) {
    const ring = config.keys.map((entry) => {
      const [kid = '', key = ''] = entry.split(':');
      return [kid, Buffer.from(key, 'base64')] as const;
    });
    const first = ring[0];
    if (!first) throw new Error('SECRET_KEYS holds no key');
    this.keys = new Map(ring);
    this.current = first[0];
  }

  seal(plain: string, place: SecretPlace): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key(this.current), iv, TAG).setAAD(aad(place));
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    const parts = [iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'));
    return ['v1', this.current, ...parts].join(':');
  }

  /** @throws Error when the value was not sealed for this place, or its key is gone */
  open(sealed: string, place: SecretPlace): string {
    const [version, kid = '', iv = '', text = '', tag = '', ...rest] = sealed.split(':');
    if (version !== 'v1' || rest.length > 0) throw new Error('not a sealed value');
    const decipher = createDecipheriv('aes-256-gcm', this.key(kid), Buffer.from(iv, 'base64url'), TAG)
      .setAAD(aad(place))
      .setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
  }

  /** The same secret under the key that seals now. @throws Error as {@link open} */
  reseal(sealed: string, place: SecretPlace): string {
    return this.seal(this.open(sealed, place), place);
  }

  /** Is the key in the ring? */
  knows(kid: string): boolean {
    return this.keys.has(kid);
  }

  private key(kid: string): Buffer {
    const key = this.keys.get(kid);
    if (!key) throw new Error(`no key ${kid} in the ring`);
    return key;
  }
}
