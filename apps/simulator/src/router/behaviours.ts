import { AddressListTimeouts } from '../behaviour/address-list-timeouts';
import { resetCounterCommands } from '../behaviour/counters.command';
import { Firewall, type WayIn } from '../behaviour/firewall/firewall';
import { pingCommands } from '../behaviour/ping.command';
import { PppServer } from '../behaviour/ppp-server';
import { type RouterState } from '../engine/router-state';

/** Everything that a router does by itself, beyond keeping tables. */
export class Behaviours {
  readonly ppp: PppServer;
  readonly firewall: Firewall;
  private readonly timeouts: AddressListTimeouts;

  constructor(private readonly state: RouterState) {
    this.ppp = new PppServer(state);
    this.timeouts = new AddressListTimeouts(state);
    this.firewall = new Firewall(state, (from) => this.wayIn(from));
    this.addCommands();
  }

  /** The power is gone; `noted` = in order, so that the ends of sessions are written down. */
  lose(noted: boolean): void {
    this.ppp.lose(noted);
  }

  stop(): void {
    this.timeouts.stop();
  }

  private wayIn(from: string): WayIn {
    const session = this.ppp.at(from);
    const name = session === undefined ? null : this.state.dynamicName('pppoe', session.terms.name);
    return { interface: name, authorized: null, verdict: null };
  }

  private addCommands(): void {
    const commands = [...pingCommands(this.ppp), ...resetCounterCommands(() => undefined)];
    for (const command of commands) this.state.addCommand(command);
  }
}
