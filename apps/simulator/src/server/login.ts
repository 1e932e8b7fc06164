import { randomBytes } from 'node:crypto';
import { challengeResponse } from '@app/mikrotik';
import { isAllowed } from '../engine/addresses';
import { type Asker } from '../engine/command';
import { type RouterState } from '../engine/router-state';
import { type Policy } from '../engine/schema';
import { type LoginMethod } from '../versions/version-profile';

/** Whether a name and password, or what proves it, let in at this address with this policy. */
export function mayEnter(
  router: RouterState,
  { name, peer, policy }: { name: string; peer: string; policy: Policy },
  proves: (password: string) => boolean,
): boolean {
  const row = router.table('/user').named(name);
  if (row === undefined || row.disabled || !isAllowed(peer, row.get('address') ?? '')) return false;
  return askerFor(router, name).may(policy) && proves(row.get('password') ?? '');
}

/** A user who may talk to this router, with the policies of the group as they are now. */
export function askerFor(router: RouterState, name: string): Asker {
  return {
    user: name,
    may(policy: Policy): boolean {
      const group = router.table('/user').named(name)?.get('group');
      const granted = group === undefined ? undefined : router.table('/user/group').named(group)?.get('policy');
      return granted?.split(',').includes(policy) === true;
    },
  };
}

export type LoginAnswer =
  | { readonly kind: 'welcome'; readonly user: string }
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'refused'; readonly user: string; readonly message: string }
  | { readonly kind: 'closed'; readonly message: string };

/** Attempts on one connection; the one after the last gets `!fatal` (routeros.md section 9). */
const ATTEMPTS = 4;

/** The login of one connection, both methods. */
export class LoginDesk {
  private attempts = 0;
  private challenge: string | null = null;

  constructor(
    private readonly router: RouterState,
    private readonly method: LoginMethod,
    private readonly peer: string,
  ) {}

  answer(attributes: ReadonlyMap<string, string>): LoginAnswer {
    const response = attributes.get('response');
    if (this.method === 'challenge' && (response === undefined || this.challenge === null)) {
      this.challenge = randomBytes(16).toString('hex');
      return { kind: 'challenge', challenge: this.challenge };
    }
    if (++this.attempts > ATTEMPTS) return { kind: 'closed', message: 'too many commands before login' };
    const user = attributes.get('name') ?? '';
    const given = this.method === 'challenge' ? response : (attributes.get('password') ?? '');
    if (this.isRight(user, given)) return { kind: 'welcome', user };
    const message = this.method === 'challenge' ? 'cannot log in' : 'invalid user name or password (6)';
    return { kind: 'refused', user, message };
  }

  private isRight(name: string, given: string | undefined): boolean {
    return mayEnter(this.router, { name, peer: this.peer, policy: 'api' }, (password) => {
      const wanted = this.method === 'challenge' ? challengeResponse(password, this.challenge ?? '') : password;
      return given === wanted;
    });
  }
}
