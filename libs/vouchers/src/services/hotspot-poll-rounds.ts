import { Injectable } from '@nestjs/common';
import { RouterRounds } from '@app/mikrotik';
import { HotspotPollRepository, type HotspotPollTarget } from '../repositories/hotspot-poll.repository';
import { HotspotPoll } from './hotspot-poll.service';

/** Readings that one process has going at a time. */
const AT_A_TIME = 16;

/** The readings of hotspot users whose turn it is. */
@Injectable()
export class HotspotPollRounds extends RouterRounds<HotspotPollTarget> {
  constructor(
    private readonly polls: HotspotPollRepository,
    private readonly reader: HotspotPoll,
  ) {
    super(AT_A_TIME);
  }

  protected async claim(room: number): Promise<readonly HotspotPollTarget[]> {
    await this.polls.ensureRows();
    return this.polls.claimDue(room);
  }

  protected async read(target: HotspotPollTarget): Promise<unknown> {
    return this.reader.pollClaimed(target);
  }
}
