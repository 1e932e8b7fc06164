import { isIPv4 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { print, RouterPool } from '@app/mikrotik';
import { IsolirPageRepository } from './isolir-page.repository';

/** More routers than these are not asked for one look at the page. */
const MOST_ROUTERS = 8;
const PATIENCE_MS = 2_500;

/**
 * Who is looking, by the address that he comes from. Isolated subscribers of several routers may have the same address, and
 * an address that somebody had a minute ago may be another's now: so the routers themselves are asked, and unless exactly one
 * subscriber comes out of it, nobody is recognised. Better no bill than somebody else's.
 */
@Injectable()
export class IsolirVisitors {
  constructor(
    private readonly pages: IsolirPageRepository,
    private readonly pool: RouterPool,
  ) {}

  /** @param ip of the direct peer, or what a trusted proxy says */
  async recognise(ip: string): Promise<string | undefined> {
    const address = ip.replace(/^::ffff:/i, '');
    if (!isIPv4(address)) return undefined;
    const { routerIds, holders } = await this.pages.clues(address);
    if (routerIds.length > MOST_ROUTERS || holders.length > 1) return undefined;
    const answers = await Promise.all(routerIds.map((routerId) => this.at(routerId, address)));
    if (answers.includes('unknown')) return undefined;
    const found = new Set(answers.filter((answer) => answer !== 'nobody'));
    if (found.size > 1) return undefined;
    const [live] = found;
    const [holder] = holders;
    // why: a fixed address is its holder's also while his router shows no session, as with a static line
    if (live !== undefined) return holder === undefined || holder === live ? live : undefined;
    return holder;
  }

  /** `unknown` when the router does not say, or has somebody there who is none of ours. */
  private async at(routerId: string, address: string): Promise<string> {
    const question = print('/ppp/active', ['name'], [`?address=${address}`]);
    const [outcome] = await this.pool.execAll(routerId, [question], { timeoutMs: PATIENCE_MS });
    if (outcome?.ok !== true) return 'unknown';
    const names = [...new Set(outcome.value.map((row) => row.name ?? ''))];
    const [name] = names;
    if (name === undefined) return 'nobody';
    if (names.length > 1) return 'unknown';
    return (await this.pages.subscriptionOf(routerId, name)) ?? 'unknown';
  }
}
