import { formatAmount, type Language } from '@app/core';
import { type ReceiptFacts } from '@app/payments';
import { html } from '@app/platform';
import { shortName } from './pay-page.service';
import { PAY_TEXTS } from './pay-page.texts';
import { layout } from './pay-page.view';
import { timeText } from './time-text';

/** What anybody who holds the link may see of a receipt: that it is genuine, when, how much; of the payer his short name. */
export function receiptPage(receipt: ReceiptFacts, language: Language, path: string): string {
  const t = PAY_TEXTS[language];
  const { number, amount, reversedAmount, currency, receivedAt, timeZone, siteName, customerName, method } = receipt;
  const payer = shortName(customerName);
  const rows: [string, string][] = [
    [t.date, timeText(receivedAt, timeZone, language)],
    ...(payer === '' ? [] : [[t.from, payer] as [string, string]]),
    ...receipt.invoiceNumbers.map((invoice): [string, string] => [t.for, invoice]),
    [t.receivedBy, siteName],
    [t.method, t[method]],
  ];
  const content = html`<section class="card">
    <h1>${t.receipt}<br />${number}</h1>
    <p class="ok"><strong>${t.genuine}</strong></p>
    <p class="big">${formatAmount(amount, currency)}</p>
    ${reversedAmount > 0n ? html`<p class="bad"><strong>${t.reversed}: ${formatAmount(reversedAmount, currency)}</strong></p>` : ''}
    <dl>
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </section>`;
  const other = language === 'id' ? 'en' : 'id';
  return layout({ language, title: `${t.receipt} ${number}`, siteName, otherUrl: `${path}&lang=${other}` }, content);
}
