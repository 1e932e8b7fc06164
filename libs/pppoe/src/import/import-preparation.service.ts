import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { firstVerdict } from '../domain/import/first-verdict';
import { addressOf } from '../domain/import/secret-findings';
import { type ImportRow, ImportRowRepository } from './import-row.repository';
import { type ImportSource } from './import-source.service';
import { ImportSurroundings } from './import-surroundings.service';
import { type RouterImport, RouterImportRepository } from './router-import.repository';

/** Makes the rows of an import out of what is on the router. */
@Injectable()
export class ImportPreparation {
  constructor(
    private readonly imports: RouterImportRepository,
    private readonly rows: ImportRowRepository,
    private readonly surroundings: ImportSurroundings,
    private readonly database: Database,
  ) {}

  /** Writes down every secret with its first verdict, once. @returns their number */
  async prepare(one: RouterImport, source: ImportSource): Promise<number> {
    const secrets = [...source.secrets.values()];
    const around = await this.surroundings.of(one.routerId, secrets, source.profiles);
    const rows = secrets.map((secret): ImportRow => {
      const { name, values } = secret;
      const unfinished = secret.owner === null ? source.unfinished.get(name) : undefined;
      const nobody = { customerId: null, subscriptionId: null, accountId: null };
      const verdict = unfinished
        ? ({ state: 'CREATED', code: null } as const)
        : firstVerdict(secret, around, one.settings);
      const known = unfinished ?? nobody;
      return {
        ...{ id: uuidv7(), name, profile: values.profile ?? 'default', address: addressOf(secret), detail: {} },
        ...verdict,
        ...{ customerId: known.customerId, subscriptionId: known.subscriptionId, accountId: known.accountId },
      };
    });
    await this.database.transaction(async () => {
      await this.rows.insert(one.id, rows);
      await this.imports.setTotal(one.id, rows.length);
    });
    return rows.length;
  }
}
