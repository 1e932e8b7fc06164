import { Injectable } from '@nestjs/common';
import { EXPORT_MENUS, type ExportMenu } from '../domain/backup/export-menus';
import { type ExportedMenu } from '../domain/backup/export-text';
import { MikrotikConfig } from '../mikrotik.config';
import { type Outcome, RouterPool } from '../pool';
import { print } from '../transport';

/** Whole tables take longer than commands. */
const TABLE_FACTOR = 6;
/** The router has nothing to tell: a package that is not installed, or a policy that our user lacks. */
const ABSENT = ['UNSUPPORTED', 'PERMISSION_DENIED'];

/** Reads the configuration of a router, menu by menu, on the bulk lane. */
@Injectable()
export class ExportReader {
  constructor(
    private readonly pool: RouterPool,
    private readonly config: MikrotikConfig,
  ) {}

  /**
   * @throws RouterOsError for any menu that could not be read, other than those that are not there: half a configuration is
   * none
   */
  async read(routerId: string): Promise<ExportedMenu[]> {
    const sentences = EXPORT_MENUS.map((menu) => print(menu.path, columnsOf(menu)));
    const timeoutMs = this.config.commandTimeoutMs * TABLE_FACTOR;
    const outcomes = await this.pool.execAll(routerId, sentences, { lane: 'bulk', timeoutMs });
    return EXPORT_MENUS.map((menu, at) => ({ menu, rows: rowsOf(outcomes[at]) }));
  }
}

const columnsOf = ({ columns, single }: ExportMenu): readonly string[] =>
  single ? columns : [...new Set([...columns, 'dynamic', 'comment'])];

function rowsOf(outcome: Outcome | undefined): ExportedMenu['rows'] {
  if (outcome?.ok === true) return outcome.value;
  if (outcome && ABSENT.includes(outcome.error.code)) return undefined;
  throw outcome?.error ?? new Error('no answer');
}
