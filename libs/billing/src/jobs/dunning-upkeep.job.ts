import { Injectable } from '@nestjs/common';
import { DatabaseClock, HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { AccessOverrides } from '../services/dunning/access-overrides.service';
import { LateFeeRun } from '../services/dunning/late-fee-run.service';
import { Promises } from '../services/dunning/promises.service';
import { AutomaticWriteOffs } from '../services/dunning/write-offs.service';

/** Late fees, promises that are kept or broken, overrides whose time is over, debts to give up: every ten minutes. */
@HandlesJob({ name: 'billing.dunning-upkeep', queue: 'billing', attempts: 1 })
@Scheduled({ description: 'Denda, janji bayar dan pengecualian / late fees, promises, overrides', everyMs: 600_000 })
@Injectable()
export class DunningUpkeepJob implements JobHandler {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly fees: LateFeeRun,
    private readonly promises: Promises,
    private readonly overrides: AccessOverrides,
    private readonly writeOffs: AutomaticWriteOffs,
  ) {}

  async handle(_data: object, { signal }: JobContext): Promise<object> {
    const asOf = await this.clock.sample();
    const promises = await this.promises.decide(asOf);
    const expiredOverrides = await this.overrides.closeExpired(asOf);
    const lateFees = await this.fees.run(asOf, signal);
    return { ...promises, expiredOverrides, lateFees, writtenOff: await this.writeOffs.run(signal) };
  }
}
