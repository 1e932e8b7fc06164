import { Injectable } from '@nestjs/common';
import { among, Database, HOT } from '@app/platform';
import { type BurstRates } from '../domain/profile-terms';
import { type LineFacts } from './desired-line';

/** A line as the sync of its router needs it. */
export interface RouterLine extends LineFacts {
  subscriptionId: string;
  burst: BurstRates | null;
}

/** Where a line is. */
export interface LinePlace {
  id: string;
  subscriptionId: string;
  routerId: string;
  name: string;
  macAddress: string | null;
}

const PLACE = `l.id, l.subscription_id as "subscriptionId", l.router_id as "routerId", l.name, l.mac_address as "macAddress"`;

/** The lines as the worker sees them: of every site, one statement each. */
@Injectable()
export class RouterLinesRepository {
  constructor(private readonly database: Database) {}

  /** @param by which of them: by the names of their queues, or by their ids */
  async ofRouter(routerId: string, by: { names?: readonly string[]; ids?: readonly string[] }): Promise<RouterLine[]> {
    return this.database.query<RouterLine>(
      `select l.id, l.subscription_id as "subscriptionId", l.name, host(l.address) as address,
              l.mac_address as "macAddress", l.dhcp_server as "dhcpServer", l.parent_queue as "parentQueue",
              case when p.burst_seconds is not null then jsonb_build_object('downloadKbps', p.burst_download_kbps,
                'uploadKbps', p.burst_upload_kbps, 'thresholdDownloadKbps', p.burst_threshold_download_kbps,
                'thresholdUploadKbps', p.burst_threshold_upload_kbps, 'seconds', p.burst_seconds) end as burst
         from static_lines l join subscriptions s on s.id = l.subscription_id join plans p on p.id = s.plan_id
        where l.router_id = $1 and ($2::text[] is null or l.name = any ($2))
          and ($3::text[] is null or l.id::text = any ($3))
        order by l.id`,
      [routerId, by.names ?? null, by.ids ?? null],
      HOT,
    );
  }

  async placesOf(subscriptionIds: readonly string[]): Promise<LinePlace[]> {
    return this.database.query<LinePlace>(
      `select ${PLACE} from static_lines l where l.subscription_id ${among(subscriptionIds)}`,
      [subscriptionIds],
      HOT,
    );
  }

  async placesOfPlans(planIds: readonly string[]): Promise<LinePlace[]> {
    return this.database.query<LinePlace>(
      `select ${PLACE} from subscriptions s join static_lines l on l.subscription_id = s.id
        where s.plan_id = any ($1::uuid[])`,
      [planIds],
    );
  }

  /** Are there lines on this router, or were there ever any? */
  async concerns(routerId: string): Promise<boolean> {
    const row = await this.database.queryOne<{ found: boolean }>(
      `select exists (select from ip_assignments where router_id = $1 and holder = 'STATIC')
           or exists (select from static_lines where router_id = $1) as found`,
      [routerId],
    );
    return row?.found ?? false;
  }

  /** Are there lines on this router now? */
  async has(routerId: string): Promise<boolean> {
    const row = await this.database.queryOne<{ found: boolean }>(
      'select exists (select from static_lines where router_id = $1) as found',
      [routerId],
    );
    return row?.found ?? false;
  }
}
