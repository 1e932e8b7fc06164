import { Injectable } from '@nestjs/common';
import { SecretBox, type SecretPlace } from './secret-box';
import { type SealedColumn, sealedColumns } from './sealed-columns';
import { SealedValuesRepository } from './sealed-values.repository';

/** How many values of a column a key holds. */
export interface KeyUse {
  table: string;
  column: string;
  kid: string;
  rows: number;
  /** Seals what is written now. */
  current: boolean;
  /** False: the ring lacks this key, and its values cannot be opened. */
  known: boolean;
}

export interface RotationResult {
  table: string;
  column: string;
  resealed: number;
  /** Ids of values that no key of the ring opens at their place; they are left as they are. */
  failed: string[];
}

export interface RotationOptions {
  /** Values of one statement. */
  batch?: number;
  signal?: AbortSignal;
}

const BATCH = 500;

/**
 * Moves every sealed value under the key that seals now, while traffic goes on (billing.md C2): a value that somebody
 * changes meanwhile is left to him, because he sealed it anew. May be stopped and repeated at will.
 */
@Injectable()
export class SecretRotation {
  constructor(
    private readonly box: SecretBox,
    private readonly values: SealedValuesRepository,
  ) {}

  /** Which key holds how many values where. A key that is not in it can be taken out of the ring. */
  async status(): Promise<KeyUse[]> {
    const uses: KeyUse[] = [];
    for (const place of sealedColumns()) {
      for (const { kid, rows } of await this.values.countByKey(place)) {
        const { table, column } = place;
        uses.push({ table, column, kid, rows, current: kid === this.box.current, known: this.box.knows(kid) });
      }
    }
    return uses;
  }

  async rotate(options: RotationOptions = {}): Promise<RotationResult[]> {
    const results: RotationResult[] = [];
    for (const place of sealedColumns()) results.push(await this.rotateColumn(place, options));
    return results;
  }

  private async rotateColumn(place: SealedColumn, { batch = BATCH, signal }: RotationOptions): Promise<RotationResult> {
    const result: RotationResult = { table: place.table, column: place.column, resealed: 0, failed: [] };
    let after = '';
    while (!signal?.aborted) {
      const found = await this.values.others(place, this.box.current, after, batch);
      const changes = found.flatMap(({ id, sealed }) => {
        const next = this.reseal(sealed, place.place(id));
        if (next === undefined) result.failed.push(id);
        return next === undefined ? [] : [{ id, sealed, next }];
      });
      if (changes.length > 0) result.resealed += await this.values.replace(place, changes);
      after = found.at(-1)?.id ?? '';
      if (found.length < batch) break;
    }
    return result;
  }

  private reseal(sealed: string, place: SecretPlace): string | undefined {
    try {
      return this.box.reseal(sealed, place);
    } catch {
      return undefined; // why: one broken value must not keep the others under the old key; it is reported
    }
  }
}
