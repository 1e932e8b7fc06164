import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { RoutersService, SYNC_PRIORITY } from '@app/mikrotik';
import { AuditLog } from '@app/platform';
import { profileName } from '../domain/desired-profile';
import { SecretSyncService } from '../services/secret-sync.service';
import { ImportErrors } from './import.errors';
import { type KeptAccount, KeptProfilesRepository } from './kept-profiles.repository';

/** Secrets that would change, by profile. */
export interface ProfileChange {
  from: string;
  to: string;
  accounts: number;
}

/** What giving up the operator's profiles would write. */
export interface KeptProfilesView {
  /** Names exactly these changes. */
  digest: string;
  total: number;
  changes: ProfileChange[];
}

/**
 * The second half of an adoption. Adopted secrets keep the operator's profiles; here is shown what it would change to move them
 * to the plans' own profiles, and it is done when exactly that is confirmed. Sessions of secrets that move end.
 */
@Injectable()
export class KeptProfiles {
  constructor(
    private readonly accounts: KeptProfilesRepository,
    private readonly routers: RoutersService,
    private readonly sync: SecretSyncService,
    private readonly audit: AuditLog,
  ) {}

  /** @param profile only those who keep this one. @throws DomainError CORE_NOT_FOUND */
  async view(routerId: string, profile?: string): Promise<KeptProfilesView> {
    await this.routers.get(routerId);
    return viewOf(await this.accounts.find(routerId, profile));
  }

  /** @throws DomainError CORE_NOT_FOUND, PPPOE_IMPORT_CHANGED when the digest is that of something else */
  @Transactional()
  async release(routerId: string, digest: string, profile?: string): Promise<KeptProfilesView> {
    const { siteId } = await this.routers.get(routerId);
    const accounts = await this.accounts.find(routerId, profile);
    const view = viewOf(accounts);
    if (view.digest !== digest) throw ImportErrors.CHANGED({ digest: view.digest });
    await this.accounts.release(accounts.map(({ id }) => id));
    await this.sync.placed(
      accounts.map(({ username, planCode }) => ({ routerId, username, planCode })),
      SYNC_PRIORITY.BULK,
    );
    const after = { ...view };
    await this.audit.record({
      action: 'router.profiles-taken-over',
      subject: { type: 'router', id: routerId },
      siteId,
      after,
    });
    return view;
  }
}

function viewOf(accounts: readonly KeptAccount[]): KeptProfilesView {
  const changes = new Map<string, ProfileChange>();
  const hash = createHash('sha256');
  for (const { username, profile, planCode } of accounts) {
    const to = profileName(planCode);
    hash.update(`${username}\n${profile}\n${to}\n`);
    const change = changes.get(`${profile}\n${to}`) ?? { from: profile, to, accounts: 0 };
    change.accounts += 1;
    changes.set(`${profile}\n${to}`, change);
  }
  return { digest: hash.digest('hex').slice(0, 32), total: accounts.length, changes: [...changes.values()] };
}
