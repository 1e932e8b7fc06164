import { Injectable } from '@nestjs/common';
import { EVERY_SERVER, hotspotUserKey } from '../domain/desired-resource';
import { type SessionMenu } from '../domain/resource-spec';
import { RouterPool } from '../pool';
import { assertId, command, type Row, type Sentence } from '../transport';
import { RouterReader } from './router-reader';

/** A session, and the key of the object under which it runs. */
export interface FoundSession {
  id: string;
  key: string;
}

/** From so many sessions on it is bulk work and leaves the command lane free. */
const BULK_FROM = 50;

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
    const session: SessionMenu = { menu: sessionMenu, by: 'name' };
    return this.remove(routerId, session, await this.find(routerId, session, names));
  }

  /**
   * The sessions of these objects; a hotspot user that is bound to a server is named `server/name`.
   *
   * @throws RouterOsError
   */
  async find(routerId: string, { menu, by, server }: SessionMenu, keys: readonly string[]): Promise<FoundSession[]> {
    const byName = new Map(keys.map((key) => [key, key]));
    const asked = new Set(keys);
    for (const key of by === 'user' ? keys : []) {
      for (const name of bareNames(key)) {
        asked.add(name);
        // why: cookies do not say on which server, so those of every server go
        if (server !== true && !byName.has(name)) byName.set(name, key);
      }
    }
    const columns = ['.id', by, ...(server === true ? ['server'] : [])];
    const rows = await this.reader.named(routerId, menu, columns, { by, names: [...asked] });
    return rows.flatMap((row) => {
      const key = keysOfSession(row, by).find((one) => byName.has(one));
      return key === undefined ? [] : [{ id: assertId(row['.id'] ?? ''), key: byName.get(key) ?? key }];
    });
  }

  /** @throws RouterOsError */
  async remove(routerId: string, { menu }: SessionMenu, sessions: readonly FoundSession[]): Promise<number> {
    const sentences = sessions.map(({ id }): Sentence => command(`${menu}/remove`, { '.id': id }));
    const lane = sentences.length >= BULK_FROM ? 'bulk' : 'command';
    const outcomes = await this.pool.execAll(routerId, sentences, { lane });
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
