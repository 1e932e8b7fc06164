import { Injectable } from '@nestjs/common';
import { SystemClock } from '@app/core';
import {
  capabilitiesOf,
  INSPECTED_MENUS,
  type InspectedMenu,
  PROBED_MENUS,
  type ProbedMenu,
  type Readings,
} from '../domain/capabilities';
import { clockSkewMs } from '../domain/clock-reading';
import { type RouterProtocol, type TlsMode } from '../transport/reach';
import { exposureOf } from '../security/exposure';
import { type InspectionResult } from '../repositories/router-facts.repository';
import { command, print, RouterOsError, type Row, type Sentence, toRouterOsError } from '../transport';

/** Sends one command somewhere and gives its rows. @throws RouterOsError */
export type Ask = (words: Sentence) => Promise<Row[]>;

/** How the router is reached, and as whom. */
export interface Visitor {
  username: string;
  protocol: RouterProtocol;
  tlsMode: TlsMode;
}

const CLOCK = print('/system/clock', ['date', 'time', 'gmt-offset', 'time-zone-name']);
const FASTTRACK: Sentence = ['?action=fasttrack-connection'];
const MENUS = Object.entries(INSPECTED_MENUS) as [InspectedMenu, (typeof INSPECTED_MENUS)[InspectedMenu]][];
const PROBES = Object.entries(PROBED_MENUS) as [ProbedMenu, string][];

/** Name of the service behind a way of reaching a router. */
export function serviceName({ protocol, tlsMode }: Pick<Visitor, 'protocol' | 'tlsMode'>): string {
  if (protocol === 'REST') return tlsMode === 'PLAIN' ? 'www' : 'www-ssl';
  return tlsMode === 'PLAIN' ? 'api' : 'api-ssl';
}

/** Finds out what a router is, can, and has open. Reads only, and nothing secret. */
@Injectable()
export class RouterInspection {
  // why: the product's clock may travel, that of a router does not
  private readonly realTime = new SystemClock();

  /** @throws RouterOsError when the connection fails, or the router does not even tell its version */
  async inspect(ask: Ask, visitor: Visitor): Promise<InspectionResult> {
    const skew = await this.clockSkew(ask);
    const [readings, menus] = await Promise.all([readingsOf(ask), menusOf(ask)]);
    const { username } = visitor;
    const capabilities = capabilitiesOf({ readings, menus, username, service: serviceName(visitor) });
    if (capabilities.version === '') throw new RouterOsError('EPROTO', 'no version in the answer');
    return { capabilities, exposure: exposureOf(readings, capabilities.policies), clockSkewMs: skew };
  }

  /** null where the clock is not shown. */
  async clockSkew(ask: Ask): Promise<number | null> {
    const begun = this.realTime.now().getTime();
    const rows = await readable(ask, CLOCK);
    const middle = new Date((begun + this.realTime.now().getTime()) / 2);
    return (rows?.[0] && clockSkewMs(rows[0], middle)) ?? null;
  }
}

async function readingsOf(ask: Ask): Promise<Readings> {
  const read = await Promise.all(
    MENUS.map(async ([name, [menu, columns]]) => {
      const queries = name === 'fasttrack' ? FASTTRACK : [];
      return [name, await readable(ask, print(menu, columns, queries))] as const;
    }),
  );
  return Object.fromEntries(read) as Record<InspectedMenu, Row[] | undefined>;
}

async function menusOf(ask: Ask): Promise<Record<ProbedMenu, boolean>> {
  const found = await Promise.all(
    PROBES.map(async ([name, menu]) => {
      const rows = await readable(ask, command(`${menu}/print`, { 'count-only': '' }));
      return [name, rows !== undefined] as const;
    }),
  );
  return Object.fromEntries(found) as Record<ProbedMenu, boolean>;
}

/** undefined where the router refuses or has no such menu. */
async function readable(ask: Ask, words: Sentence): Promise<Row[] | undefined> {
  try {
    return await ask(words);
  } catch (thrown) {
    const error = toRouterOsError(thrown);
    if (error.isTransport) throw error;
    return undefined;
  }
}
