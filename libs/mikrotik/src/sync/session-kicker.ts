import { Injectable } from '@nestjs/common';
import { EVERY_SERVER, hotspotUserKey } from '../domain/desired-resource';
import { type SessionMenu } from '../domain/resource-spec';
import { RouterPool } from '../pool';
import { assertId, command, type Row, type Sentence } from '../transport';
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
    return this.end(routerId, { menu: sessionMenu, by: 'name' }, names);
  }

  /** The same for any menu of sessions; a hotspot user that is bound to a server is named `server/name`. */
  async end(routerId: string, { menu, by, server }: SessionMenu, keys: readonly string[]): Promise<number> {
    const names = by === 'user' ? keys.flatMap((key) => [key, ...bareNames(key)]) : keys;
    const wanted = new Set(server === true ? keys : names);
    const columns = ['.id', by, ...(server === true ? ['server'] : [])];
    const rows = await this.reader.named(routerId, menu, columns, { by, names: [...new Set(names)] });
    const sentences = rows
      .filter((row) => keysOfSession(row, by).some((key) => wanted.has(key)))
      .map((row): Sentence => command(`${menu}/remove`, { '.id': assertId(row['.id'] ?? '') }));
    const outcomes = await this.pool.execAll(routerId, sentences);
    for (const outcome of outcomes) {
      if (!outcome.ok && outcome.error.code !== 'NOT_FOUND') throw outcome.error;
    }
    return sentences.length;
  }
}

const bareNames = (key: string): string[] => [...key.matchAll(/\//g)].map(({ index }) => key.slice(index + 1));

function keysOfSession(row: Row, by: SessionMenu['by']): string[] {
  const name = row[by] ?? '';
  return [name, hotspotUserKey(name, row.server ?? EVERY_SERVER)];
}
