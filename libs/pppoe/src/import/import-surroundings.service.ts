import { Injectable } from '@nestjs/common';
import { countAddresses, type ForeignSecret, type Surroundings } from '../domain/import/secret-findings';
import { ImportFactsRepository } from './import-facts.repository';

/** Gathers what a router's secrets are judged by: two statements, whatever their number. */
@Injectable()
export class ImportSurroundings {
  constructor(private readonly facts: ImportFactsRepository) {}

  /**
   * @param secrets all of the router, because of addresses that are there twice
   * @param profiles of the router; null where it would not tell
   * @param names that are asked about; default: of all secrets
   */
  async of(
    routerId: string,
    secrets: readonly ForeignSecret[],
    profiles: readonly { name: string }[] | null,
    names: readonly string[] = secrets.map(({ name }) => name),
  ): Promise<Surroundings> {
    const accounts = await this.facts.accountsOn(routerId);
    const elsewhere = await this.facts.namesElsewhere(routerId, names);
    return {
      profiles: profiles && new Set(profiles.map(({ name }) => name)),
      accounts: new Map(accounts.map((account) => [account.username, account])),
      addresses: new Map(
        accounts.flatMap(({ username, remoteAddress }) => (remoteAddress === null ? [] : [[remoteAddress, username]])),
      ),
      groupNames: new Set(elsewhere.filter(({ grouped }) => grouped).map(({ username }) => username)),
      otherNames: new Set(elsewhere.filter(({ grouped }) => !grouped).map(({ username }) => username)),
      addressCounts: countAddresses(secrets),
    };
  }
}
