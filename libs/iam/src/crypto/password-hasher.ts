import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import { IamErrors } from '../iam.errors';
import { newOpaqueToken } from './opaque-token';

/**
 * Above the least that billing.md A2 allows (19 MiB, 2 passes), which a present machine does in 8 ms; these take it 23. The
 * package's default algorithm is argon2id.
 */
const PARAMETERS = { memoryCost: 32_768, timeCost: 3, parallelism: 1 };

/** Hashes computed at a time, and waiting beyond that (billing.md A3): each takes a thread and 32 MiB. */
const AT_A_TIME = 2;
const WAITING = 100;

/**
 * Argon2id (billing.md A2). Passwords enter whole, never cut.
 *
 * Every method throws DomainError IAM_BUSY when more than a hundred are waiting already.
 */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  private readonly gate = bulkhead(AT_A_TIME, WAITING);
  private decoy: string | undefined;

  async onModuleInit(): Promise<void> {
    this.decoy = await hash(newOpaqueToken(), PARAMETERS);
  }

  async hash(password: string): Promise<string> {
    return this.bounded(() => hash(password, PARAMETERS));
  }

  /**
   * Without a hash (unknown account, no password set) it does the same work against a decoy and answers false, so that
   * neither answer nor time tells whether an account exists.
   */
  async verify(password: string, stored: string | null | undefined): Promise<boolean> {
    if (stored) return this.bounded(() => verify(stored, password));
    const decoy = (this.decoy ??= await hash(newOpaqueToken(), PARAMETERS));
    await this.bounded(() => verify(decoy, password));
    return false;
  }

  /** Was it made with weaker parameters than today's? Then hash again while the password is at hand. */
  isOutdated(stored: string): boolean {
    const [, m = '0', t = '0', p = '0'] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(stored) ?? [];
    return Number(m) < PARAMETERS.memoryCost || Number(t) < PARAMETERS.timeCost || Number(p) < PARAMETERS.parallelism;
  }

  private async bounded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.gate.execute(work);
    } catch (error) {
      if (error instanceof BulkheadRejectedError) throw IamErrors.BUSY({ retryAfterSeconds: 2 });
      throw error;
    }
  }
}
