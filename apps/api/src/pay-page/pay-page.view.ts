import { fill, formatAmount, type Language } from '@app/core';
import { html, type Html } from '@app/platform';
import { attemptCard, nameOf, waysCard } from './pay-attempt.view';
import { type PayPageModel } from './pay-page.model';
import { PAY_TEXTS, type PayTexts } from './pay-page.texts';
import { dayText, timeText } from './time-text';

/** A page of this origin: style and script are files, as the content policy asks; works without the script. */
export function layout(
  {
    language,
    title,
    siteName,
    otherUrl,
    refresh,
  }: { language: Language; title: string; siteName: string; otherUrl?: string; refresh?: boolean },
  content: Html | readonly Html[],
): string {
  const t = PAY_TEXTS[language];
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/p/assets/style.css" />
        <script src="/p/assets/script.js" defer></script>
        ${refresh === true ? html`<noscript><meta http-equiv="refresh" content="30" /></noscript>` : ''}
      </head>
      <body>
        <header>
          <strong>${siteName}</strong>${otherUrl === undefined ? '' : html`<a href="${otherUrl}">${t.other}</a>`}
        </header>
        <main>${content}</main>
        ${refresh === undefined ? '' : html`<footer>${t.secure}</footer>`}
      </body>
    </html>`.source;
}

/** The page of a link that is good. */
export function payPage(model: PayPageModel): string {
  const { language, path, siteName, live, topUp } = model;
  const t = PAY_TEXTS[language];
  const other = language === 'id' ? 'en' : 'id';
  const query = topUp ? `&topUp=${topUp.id}` : '';
  const title = model.invoice && !topUp ? `${t.invoice} ${model.invoice.number}` : t.topUp;
  const content = [
    ...(model.problem === undefined ? [] : [problemCard(model.problem, t)]),
    topUp ? topUpHead(model, t) : invoiceCard(model, t),
    ...payCards(model, t),
    ...proofCards(model, t),
    ...receiptCards(model, t),
    ...topUpCards(model, t),
  ];
  return layout(
    { language, title, siteName, otherUrl: `${path}?lang=${other}${query}`, refresh: live !== undefined },
    content,
  );
}

function payCards(model: PayPageModel, t: PayTexts): Html[] {
  if (!model.isOpen) return [];
  return model.live ? [attemptCard(model, model.live, t), waysCard(model, t)] : [waysCard(model, t)];
}

function problemCard(problem: string, t: PayTexts): Html {
  return html`<section class="card note" role="alert">
    <strong class="bad">${t.problem}</strong>
    <p>${problem}</p>
  </section>`;
}

function invoiceCard({ invoice, due, payerName, language }: PayPageModel, t: PayTexts): Html {
  if (!invoice)
    return html`<section class="card">
      <h1>${t.paid}</h1>
      <p class="soft">${fill(t.greeting, { name: payerName })}</p>
    </section>`;
  const money = (amount: bigint): string => formatAmount(amount, invoice.currency);
  const head = STATUS_TEXTS[invoice.status];
  const rows = [
    ...invoice.lines.map(({ description, netAmount }) => ({ name: description, value: money(netAmount) })),
    ...(invoice.taxAmount > 0n ? [{ name: t.tax, value: money(invoice.taxAmount) }] : []),
    { name: t.total, value: money(invoice.totalAmount) },
    ...(invoice.paidAmount > 0n ? [{ name: t.paidSoFar, value: `- ${money(invoice.paidAmount)}` }] : []),
    ...(invoice.creditedAmount > 0n ? [{ name: t.credited, value: `- ${money(invoice.creditedAmount)}` }] : []),
  ];
  return html`<section class="card">
    <h1>${t.invoice} ${invoice.number}</h1>
    <p class="soft">${fill(t.greeting, { name: payerName })}</p>
    ${
      head
        ? html`<p class="big ${head.style}">${t[head.title]}</p>
            <p class="soft">${t[head.hint]}</p>`
        : html`<p class="soft">${t.due}</p>
            <p class="big">${formatAmount(due.amount, due.currency)}</p>
            <p class="${invoice.overdue ? 'bad' : 'soft'}">
              ${fill(t.dueOn, { day: dayText(invoice.dueOn, language) })}${invoice.overdue ? html` · ${t.late}` : ''}
            </p>`
    }
    <details>
      <summary>${t.details}</summary>
      <dl>
        ${rows.map(
          ({ name, value }) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
    </details>
  </section>`;
}

const STATUS_TEXTS: Readonly<
  Record<
    string,
    { title: 'paid' | 'void' | 'closed'; hint: 'paidHint' | 'voidHint' | 'closedHint'; style: string } | undefined
  >
> = {
  PAID: { title: 'paid', hint: 'paidHint', style: 'ok' },
  VOID: { title: 'void', hint: 'voidHint', style: 'soft' },
  UNCOLLECTIBLE: { title: 'closed', hint: 'closedHint', style: 'soft' },
};

function topUpHead({ topUp, path, language }: PayPageModel, t: PayTexts): Html {
  if (!topUp) return html``;
  return html`<section class="card">
    <h1>${t.topUp}</h1>
    <p class="big">${formatAmount(topUp.amount.amount, topUp.amount.currency)}</p>
    ${topUp.isPaid ? html`<p class="ok"><strong>${t.topUpDone}</strong></p>` : html`<p class="soft">${t.topUpHint}</p>`}
    <p><a href="${path}?lang=${language}">${t.back}</a></p>
  </section>`;
}

function proofCards(model: PayPageModel, t: PayTexts): Html[] {
  const { invoice, topUp, due, claims, path, language, live, refused } = model;
  if (!invoice || topUp) return [];
  const isOpen = refused === 'proof' || claims[0]?.status === 'REJECTED';
  const amount = live?.transfer?.reserved.amount ?? due.amount;
  const sent = claims.map(
    (claim) =>
      html`<li>
        ${formatAmount(claim.amount, claim.currency)} ·
        <span class="${claim.status === 'REJECTED' ? 'bad' : claim.status === 'APPROVED' ? 'ok' : 'warn'}"
          >${t[claim.status]}</span
        >${claim.reason === '' ? '' : html`<br /><small>${claim.reason}</small>`}
      </li>`,
  );
  const list =
    sent.length === 0
      ? html``
      : html`<h2>${t.claims}</h2>
          <ul class="plain">
            ${sent}
          </ul>`;
  if (invoice.status !== 'OPEN')
    return sent.length === 0 ? [] : [html`<section class="card" id="proof">${list}</section>`];
  return [
    html`<section class="card" id="proof">
      ${list}
      <details ${isOpen ? 'open' : ''}>
        <summary>${t.proof}</summary>
        <p class="soft">${t.proofHint}</p>
        <form class="fields" method="post" enctype="multipart/form-data" action="${path}/proof">
          <input type="hidden" name="lang" value="${language}" />
          <label
            >${t.proofFile}<input
              type="file"
              name="file"
              required
              accept="image/jpeg,image/png,image/webp,application/pdf"
          /></label>
          <label
            >${t.proofAmount}<input
              name="amount"
              inputmode="numeric"
              required
              maxlength="18"
              value="${amount.toString()}"
          /></label>
          <label>${t.proofBank}<input name="bank" maxlength="60" /></label>
          <label>${t.proofSender}<input name="sender" maxlength="120" autocomplete="name" /></label>
          <button class="go">${t.send}</button>
        </form>
      </details>
    </section>`,
  ];
}

function receiptCards({ receipts, language, timeZone }: PayPageModel, t: PayTexts): Html[] {
  if (receipts.length === 0) return [];
  const rows = receipts.map(
    (receipt) =>
      html`<li>
        <a href="${receipt.url}&lang=${language}">${receipt.number}</a><br /><small
          >${timeText(receipt.receivedAt, timeZone, language)} · ${t[receipt.method]} ·
          ${formatAmount(receipt.amount, receipt.currency)}</small
        >
      </li>`,
  );
  return [
    html`<section class="card">
      <h2>${t.receipts}</h2>
      <ul class="plain">
        ${rows}
      </ul>
    </section>`,
  ];
}

function topUpCards({ mayTopUp, ways, path, language, due, topUp, refused }: PayPageModel, t: PayTexts): Html[] {
  const fit = ways.filter(({ gateway }) => gateway !== 'manual');
  if (!mayTopUp || topUp || fit.length === 0) return [];
  return [
    html`<section class="card">
      <details ${refused === 'top-up' ? 'open' : ''}>
        <summary>${t.topUp}</summary>
        <p class="soft">${t.topUpHint}</p>
        <form class="fields" method="post" action="${path}/top-up">
          <input type="hidden" name="lang" value="${language}" />
          <label
            >${t.topUpAmount} (${due.currency})<input
              name="amount"
              inputmode="numeric"
              required
              maxlength="12"
              value="50000"
          /></label>
          <label
            >${t.choose}<select name="way">
              ${fit.map((way) => html`<option value="${way.accountId}|${way.channel}">${nameOf(way, t)}</option>`)}
            </select></label
          >
          <button class="go">${t.continue}</button>
        </form>
      </details>
    </section>`,
  ];
}

/** The page of a link that is none, over or taken back; the three look alike. */
export function invalidPage(language: Language, isTooMuch = false): string {
  const t = PAY_TEXTS[language];
  const [title, hint] = isTooMuch ? [t.tooMany, t.tooManyHint] : [t.invalid, t.invalidHint];
  const content = html`<section class="card">
    <h1>${title}</h1>
    <p class="soft">${hint}</p>
  </section>`;
  return layout({ language, title, siteName: 'Langgan' }, content);
}
