import { isIP, isIPv4 } from 'node:net';
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

  /**
   * IPv6: by the prefix that somebody holds; routers do not list the addresses in it, and while he is isolated nobody has one.
   *
   * @param ip of the direct peer, or what a trusted proxy says
   */
  async recognise(ip: string): Promise<string | undefined> {
    const address = ip.replace(/^::ffff:/i, '');
    if (isIP(address) === 0) return undefined;
    const { routerIds, holders } = await this.pages.clues(address);
    if (routerIds.length > MOST_ROUTERS || holders.length > 1) return undefined;
    const [holder] = holders;
    if (!isIPv4(address)) return holder;
    // why: members of hotspots have addresses that none of our tables knows
    if (routerIds.length === 0 && holder === undefined) return this.member(address);
    const found = await this.asked(routerIds, (routerId) => this.at(routerId, PPPOE, address));
    if (found === 'unknown') return undefined;
    // why: a fixed address is its holder's also while his router shows no session, as with a static line
    if (found !== 'nobody') return holder === undefined || holder === found ? found : undefined;
    return holder;
  }

  private async member(address: string): Promise<string | undefined> {
    const hotspots = await this.pages.hotspots();
    if (hotspots.length > MOST_ROUTERS) return undefined;
    const found = await this.asked(hotspots, (routerId) => this.at(routerId, HOTSPOT, address));
    return found === 'unknown' || found === 'nobody' ? undefined : found;
  }

  /** The one whom the routers name; `unknown` when one of them does not say, or they name several. */
  private async asked(routerIds: readonly string[], ask: (routerId: string) => Promise<string>): Promise<string> {
    const answers = await Promise.all(routerIds.map(ask));
    const found = new Set(answers.filter((answer) => answer !== 'nobody'));
    const [only = 'nobody'] = found;
    return found.size > 1 ? 'unknown' : only;
  }

  /** `unknown` when the router does not say, or has somebody there who is none of ours. */
  private async at(routerId: string, { menu, by }: typeof PPPOE | typeof HOTSPOT, address: string): Promise<string> {
    const question = print(menu, [by], [`?address=${address}`]);
    const [outcome] = await this.pool.execAll(routerId, [question], { timeoutMs: PATIENCE_MS });
    if (outcome?.ok !== true) return 'unknown';
    const names = [...new Set(outcome.value.map((row) => row[by] ?? ''))];
    const [name] = names;
    if (name === undefined) return 'nobody';
    if (names.length > 1) return 'unknown';
    const whose = by === 'name' ? this.pages.subscriptionOf(routerId, name) : this.pages.memberOf(routerId, name);
    return (await whose) ?? 'unknown';
  }
}

/** Where a router lists who is connected, and the column with his name. */
const PPPOE = { menu: '/ppp/active', by: 'name' } as const;
const HOTSPOT = { menu: '/ip/hotspot/active', by: 'user' } as const;
