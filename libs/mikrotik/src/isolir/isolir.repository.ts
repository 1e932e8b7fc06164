import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** What was decided about isolir on one router. */
export interface RouterIsolir {
  routerId: string;
  /** False: it was there once, and what is left of it goes. */
  installed: boolean;
  /** null: the installation's own. */
  portalAddress: string | null;
  portalPort: number | null;
  /** On top of the installation's. */
  allowHosts: string[];
  poolRange: string | null;
  localAddress: string | null;
}

/** Isolir by router, of every site; routes come here after the router was found. */
@Injectable()
export class IsolirRepository {
  constructor(private readonly database: Database) {}

  async find(routerId: string): Promise<RouterIsolir | undefined> {
    return this.database.queryOne<RouterIsolir>(
      `select router_id as "routerId", installed, host(portal_address) as "portalAddress", portal_port as "portalPort",
              allow_hosts as "allowHosts", pool_range as "poolRange", host(local_address) as "localAddress"
         from router_isolir where router_id = $1`,
      [routerId],
    );
  }

  async save(isolir: RouterIsolir): Promise<void> {
    await this.database.execute(
      `insert into router_isolir (router_id, installed, portal_address, portal_port, allow_hosts, pool_range, local_address)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (router_id) do update set
         installed = excluded.installed, portal_address = excluded.portal_address, portal_port = excluded.portal_port,
         allow_hosts = excluded.allow_hosts, pool_range = excluded.pool_range, local_address = excluded.local_address,
         changed_at = now()`,
      [
        isolir.routerId,
        isolir.installed,
        isolir.portalAddress,
        isolir.portalPort,
        isolir.allowHosts,
        isolir.poolRange,
        isolir.localAddress,
      ],
    );
  }
}
