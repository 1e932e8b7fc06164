import { Injectable, Logger } from '@nestjs/common';
import { Alerts } from '@app/platform';
import { serialOf } from '../domain/capabilities';
import { RouterFactsRepository } from '../repositories/router-facts.repository';
import { print, RouterOsError, type RouterOsTransport, type Row, toRouterOsError } from '../transport';

const BOARD = print('/system/routerboard', ['serial-number']);
const LICENCE = print('/system/license', ['software-id', 'system-id']);
const NONE = '(none)';

export const identityAlertKey = (routerId: string): string => `mikrotik.identity:${routerId}`;

/**
 * Knows a router by the serial number of its board (a virtual one by its system id), pinned at the first connection.
 * Asked at every connection, before anybody gets it: whatever else answers at the address is never written to.
 */
@Injectable()
export class RouterIdentity {
  private readonly logger = new Logger(RouterIdentity.name);

  constructor(
    private readonly facts: RouterFactsRepository,
    private readonly alerts: Alerts,
  ) {}

  /**
   * @param pinned undefined before the first connection
   * @throws RouterOsError IDENTITY_MISMATCH, and what the connection fails with
   */
  async admit(
    routerId: string,
    pinned: { serial: string | undefined; mismatched: boolean },
    transport: RouterOsTransport,
    timeoutMs: number,
  ): Promise<void> {
    const shown = await shownSerial(transport, timeoutMs);
    if (shown === undefined) return;
    if (pinned.serial === undefined) {
      if (shown !== null) await this.facts.pinSerial(routerId, shown);
    } else if (shown !== pinned.serial) {
      await this.refuse(routerId, pinned.serial, shown ?? NONE);
    } else if (pinned.mismatched && (await this.facts.confirmIdentity(routerId))) {
      await this.alerts.resolve(identityAlertKey(routerId));
    }
  }

  private async refuse(routerId: string, pinned: string, shown: string): Promise<never> {
    const router = await this.facts.recordMismatch(routerId, shown);
    if (router?.mode === 'MANAGED') {
      await this.alerts.raise({
        key: identityAlertKey(routerId),
        severity: 'CRITICAL',
        subject: { type: 'router', id: routerId },
        siteId: router.siteId,
        title: {
          id: `Router lain menjawab di alamat ${router.name}`,
          en: `Another router answers at the address of ${router.name}`,
        },
        detail: { pinned, shown },
      });
    }
    this.logger.warn(`router ${routerId}: expected serial number ${pinned}, found ${shown}; nothing is written`);
    throw new RouterOsError('IDENTITY_MISMATCH', `serial number ${shown} instead of ${pinned}`, { stage: 'login' });
  }
}

/**
 * The serial number that a router shows; null for one that has none, undefined where our user may not see it.
 *
 * @throws RouterOsError of the connection
 */
export async function shownSerial(transport: RouterOsTransport, timeoutMs: number): Promise<string | null | undefined> {
  const [board, licence] = await Promise.all([BOARD, LICENCE].map((words) => read(transport, words, timeoutMs)));
  const serial = serialOf(board?.[0], licence?.[0]);
  return serial === null && (board === undefined || licence === undefined) ? undefined : serial;
}

/** undefined where it is refused; empty where the router has no such menu. */
async function read(
  transport: RouterOsTransport,
  words: readonly string[],
  timeoutMs: number,
): Promise<Row[] | undefined> {
  try {
    return await transport.exec(words, { timeoutMs });
  } catch (thrown) {
    const error = toRouterOsError(thrown);
    if (error.isTransport) throw error;
    return error.code === 'UNSUPPORTED' ? [] : undefined;
  }
}
