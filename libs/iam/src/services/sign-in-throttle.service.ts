import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { clientKey } from '@app/platform';
import { hashToken } from '../crypto/opaque-token';
import { DELAY_POLICIES, type DelayKind } from '../domain/sign-in-delays';
import { IamErrors } from '../iam.errors';
import { SignInSourcesRepository, type SourceKeys } from '../repositories/sign-in-sources.repository';
import { SignInThrottlesRepository } from '../repositories/sign-in-throttles.repository';
import { type Device } from './sign-ins.service';

interface Counter {
  kind: DelayKind;
  key: string;
}

/** An attempt that may go on; it counts as failed until one of these is called. */
export interface Admission {
  /** Takes the attempt back: it was neither a success nor a guess. */
  forgive(): Promise<void>;
  /** The attempt succeeded: earlier failures are forgotten, and the source is known from now on. */
  succeed(userId: string): Promise<void>;
}

/**
 * Slows guessing down, by account and by address, without a lockout that a stranger could bring about (billing.md A3): an
 * account that was signed in to from this device or address before counts failures from there alone.
 */
@Injectable()
export class SignInThrottle {
  constructor(
    private readonly throttles: SignInThrottlesRepository,
    private readonly sources: SignInSourcesRepository,
  ) {}

  /**
   * Does the same for an address without an account. A refusal costs no password hash.
   *
   * @throws DomainError IAM_SIGN_IN_DELAYED
   */
  async admit(email: string, device: Device): Promise<Admission> {
    const source = sourceOf(device);
    const counters = countersOf(email, source, await this.sources.familiarity(email, source));
    for (const counter of counters) await this.count(counter);
    return {
      forgive: () => this.forgive(counters),
      succeed: async (userId) => {
        // why: an address keeps its failures with other accounts, or one account of one's own would wash them away
        await this.forgive(counters.filter(({ kind }) => kind === 'ip'));
        await this.throttles.forget(counters.filter(({ kind }) => kind !== 'ip').map(({ key }) => key));
        await this.sources.remember(userId, source);
      },
    };
  }

  /**
   * For somebody signed in who proves himself once more.
   *
   * @throws DomainError IAM_SIGN_IN_DELAYED
   */
  async admitSelf(userId: string): Promise<Pick<Admission, 'forgive'>> {
    const counter: Counter = { kind: 'self', key: `self:${userId}` };
    await this.count(counter);
    return { forgive: () => this.forgive([counter]) };
  }

  /** A source that proved itself otherwise (a link sent to the user) is as good as one of a successful sign-in. */
  async trust(userId: string, device: Device): Promise<void> {
    await this.sources.remember(userId, sourceOf(device));
  }

  private async count({ kind, key }: Counter): Promise<void> {
    const retryAfterSeconds = await this.throttles.attempt(key, DELAY_POLICIES[kind]);
    if (retryAfterSeconds !== undefined) throw IamErrors.SIGN_IN_DELAYED({ retryAfterSeconds });
  }

  private async forgive(counters: readonly Counter[]): Promise<void> {
    for (const { kind, key } of counters) await this.throttles.forgive(key, DELAY_POLICIES[kind]);
  }
}

function sourceOf({ ip: address, token }: Device): SourceKeys {
  const ip = clientKey(address); // why: a line with IPv6 has as many addresses as it likes
  return token === undefined ? { ip } : { ip, device: hashToken(token).toString('base64url') };
}

function countersOf(email: string, source: SourceKeys, known: 'DEVICE' | 'IP' | undefined): Counter[] {
  // why: the key must be short, and addresses that nobody owns are nobody's business
  const account = createHash('sha256').update(email, 'utf8').digest('base64url').slice(0, 22);
  if (known === 'DEVICE') return [{ kind: 'device', key: `device:${account}:${source.device ?? ''}` }];
  if (known === 'IP') return [{ kind: 'pair', key: `pair:${account}:${source.ip}` }];
  return [
    { kind: 'ip', key: `ip:${source.ip}` },
    { kind: 'account', key: `account:${account}` },
  ];
}
