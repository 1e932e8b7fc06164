import { Injectable } from '@nestjs/common';
import { RouterPool } from '../pool';
import { assertId, command, type Sentence } from '../transport';
import { RouterReader } from './router-reader';

/** Ends running sessions, so that subscribers dial in anew and get what is configured now. */
@Injectable()
export class SessionKicker {
  constructor(
    private readonly reader: RouterReader,
    private readonly pool: RouterPool,
  ) {}

  /**
   * Ends every session of these names. Nobody being online is fine; so is a session that ends meanwhile.
   *
   * @returns how many were ended
   * @throws RouterOsError
   */
  async kick(routerId: string, sessionMenu: string, names: readonly string[]): Promise<number> {
    if (names.length === 0) return 0;
    const wanted = new Set(names);
    const rows = await this.reader.rows(routerId, sessionMenu, ['.id', 'name'], names);
    const sentences = rows
      .filter(({ name = '' }) => wanted.has(name))
      .map((row): Sentence => command(`${sessionMenu}/remove`, { '.id': assertId(row['.id'] ?? '') }));
    const outcomes = await this.pool.execAll(routerId, sentences);
    for (const outcome of outcomes) {
      if (!outcome.ok && outcome.error.code !== 'NOT_FOUND') throw outcome.error;
    }
    return sentences.length;
  }
}
