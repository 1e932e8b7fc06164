import { Injectable } from '@nestjs/common';
import { among, Database, HOT } from '@app/platform';
import { type DesiredAccess } from '../domain/access-rule';

/** What a subscription should have on the network right now. */
export interface ServiceState {
  subscriptionId: string;
  customerId: string;
  desired: DesiredAccess;
  planId: string;
  planCode: string;
  downloadKbps: number;
  uploadKbps: number;
}

/** The read side of access for the libs that drive routers. It knows no scope: callers are workers. */
@Injectable()
export class ServiceStates {
  constructor(private readonly database: Database) {}

  /** One statement for any number of subscriptions; unknown ids are left out, one that never started is DISABLED. */
  async of(subscriptionIds: readonly string[]): Promise<ServiceState[]> {
    if (subscriptionIds.length === 0) return [];
    return this.database.query(
      `select s.id as "subscriptionId", s.customer_id as "customerId", coalesce(ai.desired, 'DISABLED') as desired,
              p.id as "planId", p.code as "planCode", p.download_kbps as "downloadKbps", p.upload_kbps as "uploadKbps"
         from subscriptions s join plans p on p.id = s.plan_id
         left join access_intents ai on ai.subscription_id = s.id
        where s.id ${among(subscriptionIds)}`,
      [subscriptionIds],
      HOT,
    );
  }
}
