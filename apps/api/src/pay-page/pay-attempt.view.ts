import { fill, formatAmount, type Language } from '@app/core';
import { type PayOption, type UniqueAmount } from '@app/payments';
import { html, Html } from '@app/platform';
import { type PayPageModel, type ShownAttempt } from './pay-page.model';
import { type PayTexts } from './pay-page.texts';
import { timeText } from './time-text';

/** How to pay the attempt that is at hand, with its status. */
export function attemptCard(model: PayPageModel, shown: ShownAttempt, t: PayTexts): Html {
  const { attempt } = shown;
  const { path, topUp, ways } = model;
  const way = ways.find((one) => one.accountId === attempt.accountId && one.channel === attempt.channel);
  const name = way ? nameOf(way, t) : shown.wayName;
  const query = topUp ? `?topUp=${topUp.id}` : '';
  const status = STATUSES[attempt.state] ?? STATUSES.PENDING;
  const payable = attempt.state === 'PENDING';
  return html`<section class="card" data-status="${path}/status${query}" data-state="${attempt.state}">
    <h2>${t.payNow}: ${name}</h2>
    ${payable ? html`${payPart(shown, t)} ${waysPart(shown, model, t)}` : ''}
    ${payable && attempt.expiresAt ? html`<p class="soft">${fill(t.until, { time: untilText(attempt.expiresAt, model) })}</p>` : ''}
    <p><strong class="warn">${t[status.title]}</strong></p>
    <p class="soft">${t[status.hint]}</p>
    <form method="post" action="${path}/refresh">
      ${hidden(model)}
      <button class="go quiet">${t.check}</button>
    </form>
  </section>`;
}

interface Status {
  title: 'waiting' | 'creating' | 'unknown' | 'review';
  hint: 'waitingHint' | 'unknownHint' | 'reviewHint';
}
const STATUSES: Readonly<Record<string, Status>> & { PENDING: Status } = {
  PENDING: { title: 'waiting', hint: 'waitingHint' },
  CREATING: { title: 'creating', hint: 'waitingHint' },
  UNKNOWN: { title: 'unknown', hint: 'unknownHint' },
  REVIEW: { title: 'review', hint: 'reviewHint' },
};

function amountPart(amount: bigint, currency: string, t: PayTexts): Html {
  return html`<p class="soft">${t.amount}</p>
    <p class="big">${formatAmount(amount, currency)}</p>`;
}

/** How much, and where to: to an account by hand, or by a code that carries everything. */
function payPart({ attempt, transfer }: ShownAttempt, t: PayTexts): Html {
  if (!transfer) return amountPart(attempt.amount, attempt.currency, t);
  return attempt.gateway === 'qris-static' ? qrisPart(transfer, t) : transferPart(transfer, t);
}

/** The amount stands in the QR code already. */
function qrisPart({ account, reserved }: NonNullable<ShownAttempt['transfer']>, t: PayTexts): Html {
  return html`${amountPart(reserved.amount, reserved.currency, t)}
    <p>${t.qrisAmount}${extraPart(account, reserved, t)}</p>`;
}

function extraPart(
  { extraTo }: { extraTo: string },
  { amount, baseAmount, currency }: UniqueAmount,
  t: PayTexts,
): Html {
  const code = formatAmount(amount - baseAmount, currency);
  return extraTo === 'DEPOSIT' ? html` ${fill(t.uniqueDeposit, { code })}` : html``;
}

function transferPart({ account, reserved }: NonNullable<ShownAttempt['transfer']>, t: PayTexts): Html {
  const { amount, currency } = reserved;
  const text = formatAmount(amount, currency);
  return html`<h2>${t.uniqueTitle}</h2>
    <dl>
      <dt>${t.bank}</dt>
      <dd>${account.bank === 'OTHER' ? '' : account.bank}</dd>
      <dt>${t.holder}</dt>
      <dd>${account.holderName}</dd>
    </dl>
    <p class="soft">${t.account}</p>
    ${copyable(account.accountNumber, account.accountNumber.replace(/\D/g, ''), t)}
    <p class="soft">${t.exactly}</p>
    ${copyable(html`<span class="big">${text.slice(0, -3)}<b>${text.slice(-3)}</b></span>`, amount.toString(), t)}
    <p>${t.unique}${extraPart(account, reserved, t)}</p>`;
}

function waysPart({ attempt, qrSvg, transfer }: ShownAttempt, model: PayPageModel, t: PayTexts): Html {
  const { vaNumber, payUrl, gateway } = attempt;
  const steps = transfer ? [] : stepsOf(attempt.instructions, model.language);
  return html`${
    vaNumber === null
      ? ''
      : html`<p class="soft">${t.vaNumber}</p>
          ${copyable(vaNumber, vaNumber, t)}`
  }
  ${
    qrSvg === null
      ? ''
      : html`<div class="qr">${new Html(qrSvg)}</div>
          <p>${t.scan}</p>
          ${gateway === 'qris-static' ? html`<p class="warn">${mayProve(model) ? t.qrisNotReported : t.qrisKeep}</p>` : ''}`
  }
  ${payUrl !== null && /^https?:\/\//.test(payUrl) ? html`<a class="go" rel="noreferrer" href="${payUrl}">${t.openPage}</a>` : ''}
  ${
    steps.length === 0
      ? ''
      : html`<ol>
          ${steps.map((step) => html`<li>${step}</li>`)}
        </ol>`
  }`;
}

/** Is there a form for proofs below? */
const mayProve = ({ invoice, topUp }: PayPageModel): boolean => invoice?.status === 'OPEN' && topUp === undefined;

/** A number and a button that copies it. */
export function copyable(shown: string | Html, value: string, t: PayTexts): Html {
  return html`<div class="code">
    <span>${shown}</span><button type="button" data-copy="${value}" data-done="${t.copied}" hidden>${t.copy}</button>
  </div>`;
}

/** Steps as the gateway gave them, in one language; whatever else stands there is left out. */
function stepsOf(instructions: unknown, language: Language): string[] {
  if (!Array.isArray(instructions)) return [];
  return instructions.flatMap((step: unknown) => {
    if (typeof step !== 'object' || step === null) return [];
    const text = (step as Partial<Record<Language, unknown>>)[language];
    return typeof text === 'string' ? [text] : [];
  });
}

/** Every way to pay with what it costs, one tap each. */
export function waysCard(model: PayPageModel, t: PayTexts): Html {
  const { ways, path, live } = model;
  const list = html`<form method="post" action="${path}/pay" class="ways">
    ${hidden(model)} ${ways.map((way) => wayButton(way, t))}
  </form>`;
  if (ways.length === 0) return live ? html`` : html`<section class="card"><p>${t.noWays}</p></section>`;
  return live
    ? html`<section class="card">
        <details>
          <summary>${t.change}</summary>
          ${list}
        </details>
      </section>`
    : html`<section class="card">
        <h2>${t.choose}</h2>
        ${list}
      </section>`;
}

/** Ways to our own account or desk are named in the payer's language; gateways name their own. */
export function nameOf({ gateway, name }: Pick<PayOption, 'gateway' | 'name'>, t: PayTexts): string {
  if (gateway === 'unique-transfer') return t.bankTransfer;
  return gateway === 'manual' ? t.CASH : name;
}

/** Their amount gets a code of its own, so that it is recognised. */
const AT_OUR_BANK = ['unique-transfer', 'qris-static'];

function wayButton(way: PayOption, t: PayTexts): Html {
  const { accountId, channel, fee, total, gateway } = way;
  const hint = fee.isPositive() ? fill(t.fee, { fee: formatAmount(fee.amount, fee.currency) }) : t.free;
  return html`<button class="way" name="way" value="${accountId}|${channel}">
    <span>${nameOf(way, t)}</span><b>${formatAmount(total.amount, total.currency)}</b
    ><small>${AT_OUR_BANK.includes(gateway) ? t.uniqueHint : hint}</small>
  </button>`;
}

function hidden({ language, topUp }: PayPageModel): Html {
  return html`<input type="hidden" name="lang" value="${language}" />${
      topUp ? html`<input type="hidden" name="topUp" value="${topUp.id}" />` : ''
    }`;
}

function untilText(at: Date, { timeZone, language }: PayPageModel): string {
  return timeText(at, timeZone, language);
}
