import { type SimulatedRouter } from '../router/simulated-router';
import { html, type Html } from './html';
import { type RouterSummary, summaryOf } from './router-summary';

/** The frame of every page. What carries `data-live` renews itself every two seconds. */
export function frame(title: string, content: Html): Html {
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      <link rel="stylesheet" href="/assets/style.css" />
      <script src="/assets/page.js" defer></script>
    </head>
    <body>
      <header>
        <a href="/"><b>Langgan simulator</b></a>
        <span>RouterOS routers that do not exist</span>
        <output id="result" aria-live="polite"></output>
      </header>
      <main>${content}</main>
    </body>
  </html>`;
}

/** @param paymentsUrl the page of the payment gateways, where there are some */
export function overviewPage(routers: readonly SimulatedRouter[], paymentsUrl?: string): Html {
  return frame(
    'Routers · simulator',
    html`${paymentsUrl === undefined ? html`` : html`<p><a href="${paymentsUrl}">Payment gateways: orders, pay, fail, expire, refund</a></p>`}
      <section class="cards" id="routers" data-live>${routers.map((router) => card(summaryOf(router)))}</section>`,
  );
}

function card(router: RouterSummary): Html {
  const faults = Object.keys(router.faults);
  return html`<article>
    <h2><a href="/routers/${router.name}">${router.name}</a> ${stateBadge(router.powered)}</h2>
    <dl>
      <dt>RouterOS</dt>
      <dd>${router.version}</dd>
      <dt>API</dt>
      <dd>port ${router.port}, ${router.connections} open</dd>
      <dt>Subscribers</dt>
      <dd>${router.online} of ${router.secrets} online</dd>
      <dt>Uptime</dt>
      <dd>${router.uptime}</dd>
    </dl>
    ${meter(router)}
    <p>${faults.map((name) => html`<span class="badge bad">${name}</span> `)}</p>
    ${powerButtons(router)}
  </article>`;
}

/** Share of the subscribers that are online. */
export function meter({ online, secrets, name }: RouterSummary): Html {
  return html`<meter min="0" max="${Math.max(secrets, 1)}" value="${online}" aria-label="online on ${name}"></meter>`;
}

export function stateBadge(powered: boolean): Html {
  return powered ? html`<span class="badge good">on</span>` : html`<span class="badge bad">off</span>`;
}

export function powerButtons({ name, powered }: RouterSummary): Html {
  const power = powered ? 'Pull the plug' : 'Power on';
  return html`<p class="actions">
    <button data-call="POST /api/routers/${name}/power" data-body="${JSON.stringify({ on: !powered })}">
      ${power}
    </button>
    ${powered ? html`<button data-call="POST /api/routers/${name}/reboot">Reboot</button>` : html``}
  </p>`;
}
