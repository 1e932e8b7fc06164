import { AddressListTimeouts } from '../behaviour/address-list-timeouts';
import { AddressPools } from '../behaviour/address-pools';
import { resetCounterCommands } from '../behaviour/counters.command';
import { DhcpServers } from '../behaviour/dhcp/dhcp-servers';
import { dhcpCommands } from '../behaviour/dhcp/dhcp.commands';
import { Files } from '../behaviour/files/files';
import { fileCommands } from '../behaviour/files/files.commands';
import { Firewall, type WayIn } from '../behaviour/firewall/firewall';
import { type Packet } from '../behaviour/firewall/packet';
import { Hotspot } from '../behaviour/hotspot/hotspot';
import { type HotspotSession } from '../behaviour/hotspot/hotspot-session';
import { hotspotCommands } from '../behaviour/hotspot/hotspot.commands';
import { Portal } from '../behaviour/hotspot/portal';
import { WalledGarden } from '../behaviour/hotspot/walled-garden';
import { passwordCommand } from '../behaviour/password.command';
import { Interfaces } from '../behaviour/interfaces';
import { monitorTraffic } from '../behaviour/monitor-traffic.command';
import { pingCommands } from '../behaviour/ping.command';
import { PppServer } from '../behaviour/ppp-server';
import { type PppSession } from '../behaviour/ppp-session';
import { Automation } from '../behaviour/scripts/automation';
import { ChangeHistory } from '../behaviour/system/change-history';
import { SystemClock } from '../behaviour/system/system-clock';
import { type Power, systemCommands } from '../behaviour/system/system.commands';
import { torchCommand } from '../behaviour/torch.command';
import { type RouterState } from '../engine/router-state';
import { Backups } from './backups';

export interface BehaviourOptions {
  /** Address of the portal. */
  readonly host: string;
  /** Is the power on? */
  readonly reachable: () => boolean;
  /** Milliseconds after which a device that was cut off is back. */
  readonly returnMs: number | undefined;
  readonly power: Power;
}

/** Everything that a router does by itself, beyond keeping tables. */
export class Behaviours {
  readonly ppp: PppServer;
  readonly hotspot: Hotspot;
  readonly portal: Portal;
  readonly dhcp: DhcpServers;
  readonly firewall: Firewall;
  private readonly automation: Automation;
  private readonly garden: WalledGarden;
  private readonly pools: AddressPools;
  private readonly timeouts: AddressListTimeouts;

  constructor(
    private readonly state: RouterState,
    private readonly options: BehaviourOptions,
  ) {
    new Interfaces(state);
    new SystemClock(state);
    new ChangeHistory(state);
    new Files(state);
    this.automation = new Automation(state, options.reachable);
    this.pools = new AddressPools(state);
    this.ppp = new PppServer(state, this.pools);
    this.hotspot = new Hotspot(state, this.pools, options);
    this.dhcp = new DhcpServers(state, this.pools, options);
    this.portal = new Portal(state, this.hotspot, options.host);
    this.garden = new WalledGarden(state);
    this.timeouts = new AddressListTimeouts(state);
    this.firewall = new Firewall(state, (from, packet) => this.wayIn(from, packet));
    this.addCommands();
    this.runHotspotScripts();
    this.runPppScripts();
  }

  /** The power is gone; `noted` = in order, so that the ends of sessions are written down. */
  lose(noted: boolean): void {
    this.ppp.lose(noted);
    this.hotspot.lose();
    this.dhcp.lose();
  }

  /** The power is back. */
  resume(): void {
    this.hotspot.reappear();
    this.dhcp.resume();
    this.automation.resume();
  }

  stop(): void {
    this.timeouts.stop();
    this.automation.stop();
    this.hotspot.stop();
    this.dhcp.lose();
  }

  private wayIn(from: string, packet: Packet): WayIn {
    const session = this.ppp.at(from);
    if (session !== undefined) {
      return { interface: this.state.dynamicName('pppoe', session.terms.name), authorized: null, verdict: null };
    }
    const host = this.hotspot.host(from);
    if (host === undefined) return { interface: this.leasedOn(from), authorized: null, verdict: null };
    const { server } = host.device;
    const entrance = this.state.table('/ip/hotspot').named(server)?.get('interface') ?? null;
    const isLoggedIn = host.session !== null || host.bindingType === 'bypassed';
    const portal = this.hotspot.profileOf(server)?.get('hotspot-address') ?? '0.0.0.0';
    const blocked = { verdict: 'rejected', by: null, to: null } as const;
    const refusal = host.bindingType === 'blocked' ? blocked : this.garden.fate(packet, server, portal);
    return { interface: entrance, authorized: host.session !== null, verdict: isLoggedIn ? null : refusal };
  }

  /** `on-login` and `on-logout` of the profiles, with the variables that RouterOS gives them. */
  private runHotspotScripts(): void {
    const run = (event: 'on-login' | 'on-logout', { name, terms }: HotspotSession, cause: string): void => {
      const variables = { user: name, username: name, address: terms.address, 'mac-address': terms.mac, cause };
      this.automation.trigger(terms.profile.get(event), { ...variables, server: terms.server });
    };
    this.hotspot.onLogin((session) => {
      run('on-login', session, '');
    });
    this.hotspot.onLogout((session, cause) => {
      run('on-logout', session, cause);
    });
  }

  /** `on-up` and `on-down` of the profiles. */
  private runPppScripts(): void {
    const run = (event: 'on-up' | 'on-down', { terms }: PppSession): void => {
      const profile = this.state.table('/ppp/profile').named(terms.profile);
      const variables = { user: terms.name, 'remote-address': terms.address, 'caller-id': terms.callerId };
      this.automation.trigger(profile?.get(event), variables);
    };
    this.ppp.onBegin((session) => {
      run('on-up', session);
    });
    this.ppp.onEnd((session) => {
      run('on-down', session);
    });
  }

  /** The interface on which a DHCP client has this address. */
  private leasedOn(address: string): string | null {
    return this.dhcp.binding(address)?.terms.server.get('interface') ?? null;
  }

  private addCommands(): void {
    const resetting = resetCounterCommands((menu, row) => {
      if (menu === '/ip/hotspot/user') this.hotspot.accounts.reset(row);
    });
    const commands = [
      passwordCommand,
      ...pingCommands(this.ppp),
      ...resetting,
      ...hotspotCommands(this.hotspot),
      ...dhcpCommands(this.dhcp),
      monitorTraffic,
      torchCommand(this.ppp),
      ...this.automation.commands(),
      ...systemCommands(this.options.power),
      ...fileCommands(new Backups(this.state, this.options.power)),
    ];
    for (const command of commands) this.state.addCommand(command);
  }
}
