import { Injectable } from '@nestjs/common';
import { MikrotikConfig } from '../mikrotik.config';
import { RouterPool } from '../pool';
import { anyOf, print, type Row } from '../transport';

/** Up to so many names are asked for one by one in a single print; above, the whole table is cheaper. */
const NAMES_PER_PRINT = 20;
/** Whole tables take longer than commands. */
const TABLE_FACTOR = 6;

/** Reads tables of routers. What cannot be read is thrown and never taken for an empty table. */
@Injectable()
export class RouterReader {
  constructor(
    private readonly pool: RouterPool,
    private readonly config: MikrotikConfig,
  ) {}

  /**
   * @param names only rows of these names (more may be answered), or all
   * @throws RouterOsError
   */
  async rows(
    routerId: string,
    menu: string,
    columns: readonly string[],
    names: readonly string[] | 'all',
  ): Promise<Row[]> {
    if (names !== 'all' && names.length <= NAMES_PER_PRINT) {
      return names.length === 0 ? [] : this.pool.exec(routerId, print(menu, columns, anyOf('name', names)));
    }
    return this.pool.exec(routerId, print(menu, columns), {
      lane: 'bulk',
      timeoutMs: this.config.commandTimeoutMs * TABLE_FACTOR,
    });
  }
}
