import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';

/** The payment that an attempt has, if it has one. */
@Injectable()
export class AttemptPaymentRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(attemptId: string): Promise<string | undefined> {
    const parameters: unknown[] = [attemptId];
    const mine = this.scope.customer('p.customer_id', 'p.site_id').into(parameters);
    const row = await this.database.queryOne<{ id: string }>(
      `select p.id from payments p where p.attempt_id = $1 and ${mine}`,
      parameters,
    );
    return row?.id;
  }
}
