import { type SimulatedRouter } from '../router/simulated-router';
import { html, type Html } from './html';

/** Clients of the hotspot, and a question: what does an address reach? */
export function accessSection(router: SimulatedRouter): Html {
  const base = `/api/routers/${router.name}`;
  return html`<section>
      <h2>What does a subscriber reach?</h2>
      <form data-post="${base}/reach">
        <input name="from" placeholder="from: 10.20.0.2" aria-label="address of the subscriber" required />
        <input name="to" placeholder="to: 203.0.113.80" aria-label="address to reach" />
        <input name="host" placeholder="name: example.com" aria-label="name to reach" />
        <select name="protocol" aria-label="protocol">
          <option>tcp</option>
          <option>udp</option>
          <option>icmp</option>
        </select>
        <input name="port" value="443" size="5" inputmode="numeric" aria-label="port" />
        <select name="state" aria-label="state of the connection">
          <option>new</option>
          <option>established</option>
        </select>
        <button>Try</button>
        <output></output>
      </form>
    </section>
    <section>
      <h2>Hotspot</h2>
      <form data-post="${base}/hotspot/join">
        <input name="mac" placeholder="02:00:00:00:00:01" aria-label="MAC address" required />
        <button>Join</button>
        <output></output>
      </form>
      <div class="scroll" id="hosts" data-live>${hostsTable(router)}</div>
    </section>`;
}

function hostsTable(router: SimulatedRouter): Html {
  const base = `/api/routers/${router.name}/hotspot`;
  const hosts = router.hotspot.allHosts().slice(0, 100);
  const portal =
    router.portalPort === 0
      ? html``
      : html`<p>Login page: port ${router.portalPort}, <code>/login?client=MAC</code></p>`;
  return html`${portal}
    <table>
      <tbody>
        ${hosts.map(({ device, address, session, bindingType }) => {
          const body = JSON.stringify({ client: device.mac });
          const verb = session === null ? 'leave' : 'logout';
          const who = session === null ? bindingType : `${session.name} · ${session.terms.loginBy}`;
          return html`<tr>
            <td>${device.mac}</td>
            <td>${address}</td>
            <td><span class="badge ${session === null ? '' : 'good'}">${who}</span></td>
            <td><button data-call="POST ${base}/${verb}" data-body="${body}">${verb}</button></td>
          </tr>`;
        })}
      </tbody>
    </table>
    ${hosts.length === 0 ? html`<p>Nobody has joined.</p>` : html``}`;
}
