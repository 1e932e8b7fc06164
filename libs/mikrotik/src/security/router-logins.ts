import { Injectable } from '@nestjs/common';
import { fail, ok } from '@app/core';
import { CommandJournal } from '../journal/command-journal';
import { isWrite } from '../journal/written-command';
import { MikrotikConfig } from '../mikrotik.config';
import { openAdmitted, RouterEndpoints } from '../pool';
import { type RouterOsTransport, RouterOsTransports, toRouterOsError } from '../transport';
import { type Tell } from './change-password';

/** What a login with one particular password came to. */
export type LoginVerdict = 'works' | 'refused';

/** Connections of their own, for changing and trying passwords. */
@Injectable()
export class RouterLogins {
  constructor(
    private readonly endpoints: RouterEndpoints,
    private readonly transports: RouterOsTransports,
    private readonly journal: CommandJournal,
    private readonly config: MikrotikConfig,
  ) {}

  /** Does the router take this password? @throws RouterOsError when that cannot be found out */
  async verdict(routerId: string, password: string): Promise<LoginVerdict> {
    try {
      await this.with(routerId, password, () => Promise.resolve());
      return 'works';
    } catch (thrown) {
      const error = toRouterOsError(thrown);
      if (error.code === 'AUTH_FAILED') return 'refused';
      throw error;
    }
  }

  /** Logs in with this password, makes sure that it is the right router, and works; what is written is noted. */
  async with<T>(routerId: string, password: string, work: (tell: Tell) => Promise<T>): Promise<T> {
    const endpoint = await this.endpoints.endpoint(routerId);
    const transport = await openAdmitted(this.transports, { ...endpoint, password, pending: undefined }, this.config);
    try {
      return await work((words) => this.tell(routerId, transport, words));
    } finally {
      await transport.close();
    }
  }

  private async tell(
    ...[routerId, transport, words]: [string, RouterOsTransport, Parameters<Tell>[0]]
  ): ReturnType<Tell> {
    const note = (outcome: Parameters<CommandJournal['note']>[1][number][1]): void => {
      if (isWrite(words)) this.journal.note(routerId, [[words, outcome]], 'ROTATION');
    };
    try {
      const rows = await transport.exec(words, { timeoutMs: this.config.commandTimeoutMs });
      note(ok(rows));
      return rows;
    } catch (thrown) {
      const error = toRouterOsError(thrown);
      note(fail(error));
      throw error;
    }
  }
}
