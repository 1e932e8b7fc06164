import { Injectable } from '@nestjs/common';
import { RouterRounds } from '@app/mikrotik';
import { PollRepository, type PollTarget } from './poll.repository';
import { SessionPoll } from './session-poll.service';

/** Readings that one process has going at a time. */
const AT_A_TIME = 32;

/** The readings of PPPoE sessions whose turn it is. */
@Injectable()
export class PollRounds extends RouterRounds<PollTarget> {
  constructor(
    private readonly polls: PollRepository,
    private readonly reader: SessionPoll,
  ) {
    super(AT_A_TIME);
  }

  protected async claim(room: number): Promise<readonly PollTarget[]> {
    await this.polls.ensureRows();
    return this.polls.claimDue(room);
  }

  protected async read(target: PollTarget): Promise<unknown> {
    return this.reader.pollClaimed(target);
  }
}
