import { Injectable } from '@nestjs/common';
import { type LocalDate, uuidv7 } from '@app/core';
import { Database, ScopeFilter } from '@app/platform';

/** A day off. */
export interface Holiday {
  id: string;
  /** Null: at every site. */
  siteId: string | null;
  day: LocalDate;
  name: string;
}

const COLUMNS = `h.id, h.site_id as "siteId", h.day, h.name`;

/** The list of holidays: of the whole ISP, and of single sites. */
@Injectable()
export class HolidayRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Days off at a site (null: those of every site alone), the ISP's included. It knows no scope: the run asks. */
  async daysOf(siteId: string | null): Promise<LocalDate[]> {
    const rows = await this.database.query<{ day: LocalDate }>(
      `select distinct day from business_holidays where site_id is null or site_id = $1`,
      [siteId],
    );
    return rows.map((row) => row.day);
  }

  /** Those of `[from, to]` that the actor may see, by day. */
  async between(from: LocalDate, to: LocalDate, siteId: string | null): Promise<Holiday[]> {
    const parameters: unknown[] = [from, to, siteId];
    const offered = this.scope.sharedOrGeneral('h.site_id').into(parameters);
    return this.database.query(
      `select ${COLUMNS} from business_holidays h
        where h.day between $1 and $2 and ($3::uuid is null or h.site_id is null or h.site_id = $3) and ${offered}
        order by h.day, h.id limit 1000`,
      parameters,
    );
  }

  async find(id: string): Promise<Holiday | undefined> {
    const parameters: unknown[] = [id];
    const offered = this.scope.sharedOrGeneral('h.site_id').into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS} from business_holidays h where h.id = $1 and ${offered}`,
      parameters,
    );
  }

  /** Undefined when that day is in the list already. */
  async insert(row: Omit<Holiday, 'id'>): Promise<Holiday | undefined> {
    return this.database.queryOne(
      `insert into business_holidays as h (id, site_id, day, name) values ($1, $2, $3, $4)
       on conflict (site_id, day) do nothing returning ${COLUMNS}`,
      [uuidv7(), row.siteId, row.day, row.name],
    );
  }

  async delete(id: string): Promise<void> {
    await this.database.execute(`delete from business_holidays where id = $1`, [id]);
  }
}
