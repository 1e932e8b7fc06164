import { fill, type Language } from '@app/core';
import { type HealthReport, type Html, html } from '@app/platform';
import { type LandingFigures, type LandingState } from './landing.repository';
import { LANDING_TEXTS, type LandingTexts } from './landing.texts';

/** Everything that the page shows. */
export interface LandingModel {
  language: Language;
  health: HealthReport;
  /** Undefined while the database is away. */
  state: LandingState | undefined;
  /** Only in the demo. */
  figures: LandingFigures | undefined;
  process: { environment: string; roles: readonly string[]; queues: string; upMinutes: number; demo: boolean };
  simulatorUrl: string;
}

/** The whole page. Its style and script are files of this origin, as the content policy asks. */
export function landingPage(model: LandingModel): string {
  const t = LANDING_TEXTS[model.language];
  return html`<!doctype html>
    <html lang="${model.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Langgan</title>
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/landing/style.css" />
        <script src="/landing/script.js" defer></script>
      </head>
      <body>
        <header>
          <h1>Langgan${model.process.demo ? html` <span class="tag">${t.demo}</span>` : ''}</h1>
          <p>${t.lead}</p>
        </header>
        <main>
          ${ownerForm(model, t)} ${healthCard(model.health, t)} ${runningCard(model, t)}
          ${model.figures ? figureCards(model.figures, model.language, t) : ''} ${linksCard(model, t)}
        </main>
      </body>
    </html>`.source;
}

function ownerForm({ state }: LandingModel, t: LandingTexts): Html {
  return html`<section class="card wide" id="owner" ${state?.ownerMissing === true ? '' : 'hidden'}>
    <h2>${t.ownerTitle}</h2>
    <p id="owner-hint" class="muted">${t.ownerHint}</p>
    <form id="owner-form" hidden data-failed="${t.failed}">
      <label>${t.email}<input name="email" type="email" autocomplete="username" required maxlength="254" /></label>
      <label>${t.name}<input name="name" autocomplete="name" required maxlength="120" /></label>
      <label
        >${t.password}<input
          name="password"
          type="password"
          autocomplete="new-password"
          required
          minlength="8"
          maxlength="200"
      /></label>
      <button>${t.create}</button>
      <p id="owner-problem" class="bad" role="alert"></p>
    </form>
    <div id="owner-done" hidden>
      <p>${t.created}</p>
      <div class="token">
        <input id="owner-token" readonly aria-label="token" /><button id="owner-copy" type="button">${t.copy}</button>
      </div>
      <p><a href="/docs">${t.openDocs}</a></p>
    </div>
  </section>`;
}

function healthCard(health: HealthReport, t: LandingTexts): Html {
  const rows = Object.entries(health.checks).map(
    ([name, { status }]) => html`<li><span class="dot ${status}"></span>${name}<b>${t[status]}</b></li>`,
  );
  return html`<section class="card">
    <h2>${t.health}</h2>
    <p class="sum ${health.status}">${t[health.status]}</p>
    <ul class="rows">
      ${rows}
    </ul>
  </section>`;
}

function runningCard({ state, process }: LandingModel, t: LandingTexts): Html {
  const rows: [string, string][] = [
    [t.environment, process.environment],
    [t.roles, process.roles.join(', ')],
    [t.worker, workerOf(state?.workerIdleSeconds ?? null, t)],
    [t.queues, process.queues],
    [t.upSince, fill(t.minutes, { n: process.upMinutes })],
    [t.clock, state ? `${state.now.toISOString().slice(0, 16).replace('T', ' ')} UTC` : '–'],
  ];
  return html`<section class="card">
    <h2>${t.running}</h2>
    <ul class="rows">
      ${rows.map(([name, value]) => html`<li>${name}<b>${value}</b></li>`)}
    </ul>
  </section>`;
}

const workerOf = (seconds: number | null, t: LandingTexts): string =>
  seconds === null ? t.workerNever : fill(t.workerAgo, { n: seconds });

function figureCards(figures: LandingFigures, language: Language, t: LandingTexts): Html {
  const locale = language === 'id' ? 'id-ID' : 'en-US';
  const count = (n: number): string => n.toLocaleString(locale);
  const money = (amount: bigint): string =>
    amount.toLocaleString(locale, { style: 'currency', currency: figures.currency, maximumFractionDigits: 0 });
  const total = figures.enabled + figures.isolated + figures.disabled;
  const tiles: [string, string, string][] = [
    [t.customers, count(figures.customers), fill(t.sites, { n: figures.sites })],
    [t.openInvoices, count(figures.openInvoices), money(figures.openAmount)],
    [t.settled, money(figures.settledAmount), fill(t.payments, { n: count(figures.settledCount) })],
  ];
  return html`<section class="card wide">
      <h2>${t.figures}</h2>
      <div class="tiles">
        ${tiles.map(([name, value, note]) => html`<div><small>${name}</small><strong>${value}</strong><small>${note}</small></div>`)}
      </div>
      <h3>${t.subscriptions}: ${count(total)}</h3>
      <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="${t.subscriptions}">
        ${bar(figures, total)}
      </svg>
      <p class="legend">
        <span><span class="dot up"></span>${count(figures.enabled)} ${t.enabled}</span>
        <span><span class="dot warn"></span>${count(figures.isolated)} ${t.isolated}</span>
        <span><span class="dot off"></span>${count(figures.disabled)} ${t.disabled}</span>
      </p>
    </section>
    <section class="card wide">
      <h2>${t.routers}</h2>
      <ul class="rows">
        ${figures.routers.map(
          (router) =>
            html`<li>
              <span class="dot ${HEALTH_DOT[router.health] ?? 'off'}"></span>${router.name}
              <span class="muted"
                >${router.site} · ${router.version === null ? t.unknownVersion : `RouterOS ${router.version}`}</span
              ><b>${router.health}</b>
            </li>`,
        )}
      </ul>
      <p class="muted">${fill(t.pendingSync, { n: count(figures.pendingSync) })}</p>
    </section>`;
}

const HEALTH_DOT: Readonly<Record<string, string>> = { ONLINE: 'up', DEGRADED: 'warn', OFFLINE: 'down' };

function bar(figures: LandingFigures, total: number): Html[] {
  let x = 0;
  const parts: [string, number][] = [
    ['up', figures.enabled],
    ['warn', figures.isolated],
    ['off', figures.disabled],
  ];
  return parts.map(([kind, n]) => {
    const width = total === 0 ? 0 : (n * 100) / total;
    const part = html`<rect class="${kind}" x="${x}" y="0" width="${width}" height="4" />`;
    x += width;
    return part;
  });
}

function linksCard({ simulatorUrl }: LandingModel, t: LandingTexts): Html {
  const links: [string, string, string][] = [
    ['/docs', t.docs, t.docsNote],
    ['/docs/openapi.json', t.openapi, t.openapiNote],
    ['/health', t.healthLink, t.healthNote],
    ['/metrics', t.metrics, t.metricsNote],
  ];
  if (simulatorUrl !== '') links.push([simulatorUrl, t.simulator, t.simulatorNote]);
  return html`<section class="card wide">
    <h2>${t.links}</h2>
    <nav class="tiles">
      ${links.map(([href, name, note]) => html`<a href="${href}"><strong>${name}</strong><small>${note}</small></a>`)}
    </nav>
  </section>`;
}
