import { Injectable } from '@nestjs/common';
import { RouterInventory, type SecretWithPassword } from '@app/mikrotik';
import { type KnownPlan } from '../domain/import/plan-suggestions';
import { type UnfinishedAccount } from './import-facts.repository';
import { ImportFactsRepository } from './import-facts.repository';

/** What an import takes from: the router as it is now, and the plans of its site. */
export interface ImportSource {
  secrets: ReadonlyMap<string, SecretWithPassword>;
  profiles: readonly { name: string }[];
  /** Profiles that carry our mark. */
  ownProfiles: ReadonlySet<string>;
  plans: ReadonlyMap<string, KnownPlan>;
  /** Accounts of earlier imports that only lack their mark. */
  unfinished: ReadonlyMap<string, UnfinishedAccount>;
}

/** Reads the sources of an import, once per run. Passwords are only held in memory. */
@Injectable()
export class ImportSources {
  constructor(
    private readonly inventory: RouterInventory,
    private readonly facts: ImportFactsRepository,
  ) {}

  /** Something was taken over: the next look at the router is a fresh one. */
  async forget(routerId: string): Promise<void> {
    await this.inventory.forget(routerId);
  }

  /** @throws RouterOsError */
  async read({ routerId, siteId }: { routerId: string; siteId: string }): Promise<ImportSource> {
    const profiles = await this.inventory.profiles(routerId);
    return {
      secrets: await this.inventory.secrets(routerId),
      profiles,
      ownProfiles: new Set(profiles.filter(({ owner }) => owner !== null).map(({ name }) => name)),
      plans: new Map((await this.facts.plansOf(siteId)).map((plan) => [plan.id, plan])),
      unfinished: await this.facts.unfinished(routerId),
    };
  }
}
