import { formatAmount, type Language } from '@app/core';
import { type Html, html, NOTHING } from '@app/platform';
import { type IsolirModel } from './isolir-page.model';
import { ISOLIR_TEXTS, type IsolirTexts } from './isolir-page.texts';

type Known = Extract<IsolirModel, { kind: 'KNOWN' }>;

/** The page as HTML: no script, no file besides it, readable on any phone. */
export function isolirPage(model: IsolirModel): string {
  const texts = ISOLIR_TEXTS[model.language];
  const body = model.kind === 'KNOWN' ? knownPart(model, texts) : formPart(model, texts);
  const title = titleOf(model, texts);
  return html`<!doctype html>
    <html lang="${model.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${STYLE}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer>${otherLanguage(model.language, texts)}</footer>
      </body>
    </html> `.source;
}

function titleOf(model: IsolirModel, texts: IsolirTexts): string {
  if (model.kind !== 'KNOWN') return texts.titleUnknown;
  if (model.access === 'ISOLATED') return texts.titleBlocked;
  if (model.access === 'DISABLED') return texts.titleStopped;
  return model.quotaBlocked ? texts.titleQuota : texts.titleActive;
}

function knownPart(model: Known, texts: IsolirTexts): Html {
  return html`
    <p class="who">${texts.hello}, <strong>${model.name}</strong> · ${model.siteName}</p>
    <p>${reasonOf(model, texts)}</p>
    ${model.text === '' ? NOTHING : html`<p class="own">${model.text}</p>`} ${bill(model, texts)}
    ${model.contact === '' ? NOTHING : html`<p class="help">${texts.contact}: ${model.contact}</p>`}
  `;
}

function reasonOf(model: Known, texts: IsolirTexts): string {
  if (model.access === 'DISABLED') return texts.stopped;
  if (model.access === 'ISOLATED') return model.isPayer ? texts.blocked : texts.payerElse;
  return model.quotaBlocked ? texts.quota : texts.active;
}

function bill({ owed, payUrl, isPayer, language }: Known, texts: IsolirTexts): Html {
  if (!isPayer) return NOTHING;
  if (owed.length === 0) return html`<p class="none">${texts.nothingOwed}</p>`;
  const totals = new Map<string, bigint>();
  for (const { currency, remaining } of owed) totals.set(currency, (totals.get(currency) ?? 0n) + remaining);
  const rows = owed.map(
    ({ number, dueOn, remaining, currency }) =>
      html`<li>
        <span>${number}<small>${texts.due} ${dayOf(dueOn, language)}</small></span
        ><b>${formatAmount(remaining, currency)}</b>
      </li>`,
  );
  const sums = [...totals].map(([currency, sum]) => html`<b>${formatAmount(sum, currency)}</b>`);
  return html`<section>
      <p class="total"><span>${texts.owed}</span>${sums}</p>
      <ul>
        ${rows}
      </ul>
    </section>
    ${
      payUrl === undefined
        ? NOTHING
        : html`<a class="pay" href="${payUrl}">${texts.pay}</a>
            <p class="small">${texts.afterwards}</p>`
    }`;
}

function formPart(model: IsolirModel, texts: IsolirTexts): Html {
  return html`<p>${texts.askWho}</p>
    ${model.kind === 'NOT_FOUND' ? html`<p class="wrong" role="alert">${texts.notFound}</p>` : NOTHING}
    <form method="post" action="/isolir?lang=${model.language}">
      <label
        >${texts.code}<input name="code" required maxlength="32" autocomplete="off" autocapitalize="characters"
      /></label>
      <label
        >${texts.digits}<input
          name="digits"
          required
          inputmode="numeric"
          pattern="[0-9]{4}"
          maxlength="4"
          autocomplete="off"
      /></label>
      <button>${texts.show}</button>
    </form>`;
}

function otherLanguage(language: Language, texts: IsolirTexts): Html {
  return html`<a href="/isolir?lang=${language === 'id' ? 'en' : 'id'}">${texts.otherLanguage}</a>`;
}

/** `2026-07-05` as it is written. */
function dayOf(day: string, language: Language): string {
  const locale = language === 'id' ? 'id-ID' : 'en-GB';
  const words = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return words.format(Date.parse(day));
}

const STYLE = html`<style>
  :root {
    color-scheme: light;
    --ink: #17212b;
    --soft: #5a6877;
    --line: #dde3e9;
    --go: #0b6b50;
  }
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0;
    background: #f3f5f7;
    color: var(--ink);
    font:
      16px/1.5 system-ui,
      sans-serif;
  }
  main {
    max-width: 26rem;
    margin: 0 auto;
    padding: 1.5rem 1.25rem;
    background: #fff;
    min-height: 70vh;
  }
  h1 {
    font-size: 1.4rem;
    line-height: 1.25;
    margin: 0 0 1rem;
  }
  section {
    border: 1px solid var(--line);
    border-radius: 12px;
    margin: 1.25rem 0;
    padding: 0.25rem 1rem;
  }
  .total,
  li {
    display: flex;
    justify-content: space-between;
    gap: 1rem;
    align-items: baseline;
  }
  .total {
    font-size: 1.1rem;
    margin: 0.75rem 0;
  }
  .total b {
    font-size: 1.35rem;
  }
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  li {
    border-top: 1px solid var(--line);
    padding: 0.6rem 0;
  }
  small {
    display: block;
    color: var(--soft);
  }
  .pay,
  button {
    display: block;
    width: 100%;
    padding: 0.9rem;
    border: 0;
    border-radius: 12px;
    background: var(--go);
    color: #fff;
    font: inherit;
    font-weight: 600;
    text-align: center;
    text-decoration: none;
  }
  .small,
  .who,
  .help,
  footer {
    color: var(--soft);
    font-size: 0.9rem;
  }
  .own {
    border-left: 3px solid var(--go);
    padding-left: 0.75rem;
    white-space: pre-line;
  }
  .wrong {
    color: #a3261b;
  }
  label {
    display: block;
    margin: 0 0 1rem;
  }
  input {
    display: block;
    width: 100%;
    margin-top: 0.25rem;
    padding: 0.75rem;
    border: 1px solid var(--line);
    border-radius: 10px;
    font: inherit;
  }
  footer {
    text-align: center;
    padding: 1rem;
  }
</style>`;
