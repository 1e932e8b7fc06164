import { FAULT_EXAMPLES } from '../faults/fault-board';
import { type SimulatedRouter } from '../router/simulated-router';
import { type ReceivedCommand } from '../server/command-log';
import { accessSection } from './access-section';
import { html, type Html } from './html';
import { frame, meter, powerButtons, stateBadge } from './overview-page';
import { summaryOf } from './router-summary';

const SHOWN_ROWS = 100;
const SHOWN_LINES = 25;
/** Columns that a page of secrets is better read without. */
const UNSEEN = new Set(['routes', 'ipv6-routes', 'limit-bytes-in', 'limit-bytes-out', 'encoding', 'radius']);

/** Everything about one router: state, faults, a menu, a console, what clients sent, the log. */
export function routerPage(router: SimulatedRouter, query: URLSearchParams): Html {
  const menu = router.menus().find((path) => path === query.get('menu')) ?? '/ppp/secret';
  const search = query.get('search') ?? '';
  return frame(
    `${router.name} · simulator`,
    html`${stateSection(router)}
      <section>
        <h2>Menu</h2>
        ${menuForm(router, menu, search)}
        <div class="scroll" id="rows" data-live>${rowsTable(router, menu, search)}</div>
      </section>
      ${accessSection(router)} ${consoleSection(router)}
      <section>
        <h2>Commands received</h2>
        <div class="scroll" id="commands" data-live>${commandsTable(router.commands)}</div>
      </section>
      <section>
        <h2>Log</h2>
        <div class="scroll" id="log" data-live>${logTable(router)}</div>
      </section>`,
  );
}

function stateSection(router: SimulatedRouter): Html {
  const summary = summaryOf(router);
  const faults = Object.entries(summary.faults);
  return html`<section id="state" data-live>
      <h1>${summary.name} ${stateBadge(summary.powered)}</h1>
      <p>
        RouterOS ${summary.version} · API port ${summary.port}, ${summary.connections} open · uptime ${summary.uptime} ·
        ${summary.clock}
      </p>
      <p>${summary.online} of ${summary.secrets} subscribers online ${meter(summary)}</p>
      ${powerButtons(summary)}
      <p>
        Faults: ${faults.length === 0 ? 'none' : ''}
        ${faults.map(([name, setting]) => html`<span class="badge bad">${name} ${JSON.stringify(setting)}</span> `)}
        ${faults.length === 0 ? html`` : html`<button data-call="DELETE /api/routers/${summary.name}/faults">Clear</button>`}
      </p>
    </section>
    <form data-fault="${summary.name}">
      <select name="fault" aria-label="fault" data-example>
        ${Object.entries(FAULT_EXAMPLES).map(
          ([name, example]) => html`<option data-example="${JSON.stringify(example)}">${name}</option>`,
        )}
      </select>
      <input name="setting" value="20" size="40" aria-label="setting, JSON" />
      <button>Switch on</button>
    </form>`;
}

function menuForm(router: SimulatedRouter, menu: string, search: string): Html {
  const option = (path: string): Html =>
    path === menu ? html`<option selected>${path}</option>` : html`<option>${path}</option>`;
  return html`<form method="get">
    <select name="menu" aria-label="menu" data-submit>
      ${router.menus().map(option)}
    </select>
    <input name="search" type="search" value="${search}" placeholder="search" aria-label="search" />
    <button>Show</button>
  </form>`;
}

function rowsTable(router: SimulatedRouter, menu: string, search: string): Html {
  const { fitting, rows } = router.search(menu, search, { limit: SHOWN_ROWS, newestFirst: menu === '/log' });
  const isSecretMenu = menu === '/ppp/secret';
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => !UNSEEN.has(name));
  const extra = isSecretMenu ? ['online', ''] : [];
  return html`<p>${fitting} items${fitting > rows.length ? `, ${rows.length} shown` : ''}</p>
    <table>
      <thead>
        <tr>
          ${[...columns, ...extra].map((name) => html`<th>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map((name) => html`<td>${row[name] ?? ''}</td>`)}${isSecretMenu ? sessionCells(router, row) : html``}
            </tr>`,
        )}
      </tbody>
    </table>`;
}

function sessionCells(router: SimulatedRouter, { name = '' }: Record<string, string>): Html {
  const session = router.session(name);
  const body = JSON.stringify({ name });
  const online =
    session === undefined
      ? html`<span class="badge">offline</span>`
      : html`<span class="badge good">${session.terms.address} · ${session.terms.profile}</span>`;
  const verb = session === undefined ? 'dial' : 'hang-up';
  return html`<td>${online}</td>
    <td><button data-call="POST /api/routers/${router.name}/${verb}" data-body="${body}">${verb}</button></td>`;
}

function consoleSection({ name }: SimulatedRouter): Html {
  return html`<section>
    <h2>Console</h2>
    <form data-run="${name}">
      <input
        name="line"
        size="70"
        aria-label="command"
        placeholder="/ppp/secret/set =.id=budi =disabled=yes — words with spaces in quotes"
      />
      <button>Run</button>
    </form>
    <pre id="console"></pre>
  </section>`;
}

function commandsTable(commands: readonly ReceivedCommand[]): Html {
  const rows = commands.slice(-SHOWN_LINES).reverse();
  return html`<table>
    <tbody>
      ${rows.map(
        ({ at, session, user, words }) =>
          html`<tr>
            <td>${new Date(at).toISOString().slice(11, 23)}</td>
            <td>#${session} ${user ?? ''}</td>
            <td><code>${words.map(masked).join(' ')}</code></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** A command as it may be shown on a screen. */
function masked(word: string): string {
  return /^=(password|response)=/.test(word) ? word.replace(/(=.*=).*/s, '$1•••') : word;
}

function logTable(router: SimulatedRouter): Html {
  const lines = router.search('/log', '', { limit: SHOWN_LINES, newestFirst: true }).rows;
  return html`<table>
    <tbody>
      ${lines.map(
        ({ time = '', topics = '', message = '' }) =>
          html`<tr>
            <td>${time}</td>
            <td>${topics}</td>
            <td>${message}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
