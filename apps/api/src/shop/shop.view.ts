import { fill, formatAmount, type Language } from '@app/core';
import { type HotspotProfile, type Shop, type VoucherOrder } from '@app/vouchers';
import { html, type Html } from '@app/platform';
import { attemptCard, copyable, waysCard } from '../pay-page/pay-attempt.view';
import { type PayPageModel } from '../pay-page/pay-page.model';
import { PAY_TEXTS } from '../pay-page/pay-page.texts';
import { layout } from '../pay-page/pay-page.view';
import { SHOP_TEXTS, type ShopTexts } from './shop.texts';

/** Fields of the form as they were sent, and what was wrong with them. */
export interface ShopForm {
  profileId?: string;
  phone?: string;
  name?: string;
  problem?: string;
}

const otherOf = (language: Language): Language => (language === 'id' ? 'en' : 'id');

/** What a site sells, and the form to order it. */
export function shopPage({ site, offers }: Shop, language: Language, form: ShopForm = {}): string {
  const t = SHOP_TEXTS[language];
  const path = `/shop/${site.code}`;
  const chosen = offers.some(({ id }) => id === form.profileId) ? form.profileId : offers[0]?.id;
  const content = [
    ...problemCard(form.problem, language),
    html`<section class="card">
      <h1>${t.title}</h1>
      <p class="soft">${t.pay}</p>
      <form class="fields" method="post" action="${path}/orders">
        <input type="hidden" name="lang" value="${language}" />
        <h2>${t.choose}</h2>
        ${offers.map((offer) => offerRow(offer, offer.id === chosen, t))}
        <label
          >${t.phone}<input
            name="phone"
            type="tel"
            inputmode="tel"
            autocomplete="tel"
            required
            maxlength="20"
            value="${form.phone ?? ''}"
        /></label>
        <small>${t.phoneHint}</small>
        <label>${t.name}<input name="name" maxlength="80" autocomplete="name" value="${form.name ?? ''}" /></label>
        <button class="go">${t.buy}</button>
      </form>
    </section>`,
  ];
  const otherUrl = `${path}?lang=${otherOf(language)}`;
  return layout({ language, title: t.title, siteName: site.name, otherUrl }, content);
}

function offerRow(offer: HotspotProfile, isChosen: boolean, t: ShopTexts): Html {
  const { id, name, priceAmount, currency } = offer;
  return html`<label
    ><span
      ><input type="radio" name="profileId" value="${id}" required ${isChosen ? 'checked' : ''} /> <b>${name}</b> ·
      ${formatAmount(priceAmount, currency)}</span
    ><small>${termsOf(offer, t)}</small></label
  >`;
}

/** `1 hari sejak login pertama · 2 GB`. */
function termsOf({ validityMinutes, uptimeLimitSeconds, dataLimitBytes }: HotspotProfile, t: ShopTexts): string {
  const parts = [
    validityMinutes === null ? t.unlimited : fill(t.from, { time: timeOf(validityMinutes, t) }),
    ...(uptimeLimitSeconds === null
      ? []
      : [fill(t.online, { time: timeOf(Math.round(Number(uptimeLimitSeconds) / 60), t) })]),
    ...(dataLimitBytes === null ? [] : [fill(t.data, { gb: String(Number(dataLimitBytes / 10_000_000n) / 100) })]),
  ];
  return parts.join(' · ');
}

function timeOf(minutes: number, t: ShopTexts): string {
  if (minutes === 1_440) return t.day;
  if (minutes === 60) return t.hour;
  if (minutes % 1_440 === 0) return fill(t.days, { count: minutes / 1_440 });
  return minutes % 60 === 0 ? fill(t.hours, { count: minutes / 60 }) : fill(t.minutes, { count: minutes });
}

/** An order: how to pay it, or its code. */
export function orderPage(order: VoucherOrder, model: PayPageModel): string {
  const { language, path, live, siteName } = model;
  const t = SHOP_TEXTS[language];
  const pay = PAY_TEXTS[language];
  const content = [
    ...problemCard(model.problem, language),
    orderCard(order, t, language),
    ...(model.isOpen || live
      ? [...(live ? [attemptCard(model, live, pay)] : []), ...(model.isOpen ? [waysCard(model, pay)] : [])]
      : []),
  ];
  const otherUrl = `${path}?lang=${otherOf(language)}`;
  return layout({ language, title: order.profileName, siteName, otherUrl, refresh: live !== undefined }, content);
}

function orderCard(
  { code, voided, profileName, priceAmount, currency, state, siteCode }: VoucherOrder,
  t: ShopTexts,
  language: Language,
): Html {
  if (voided)
    return html`<section class="card">
      <h1>${profileName}</h1>
      <p class="warn"><strong>${t.voided}</strong></p>
    </section>`;
  if (code !== null)
    return html`<section class="card">
      <h1>${t.code}</h1>
      ${copyable(html`<span class="big ok">${code}</span>`, code, PAY_TEXTS[language])}
      <p>${t.codeHint}</p>
      <p class="soft">${profileName} · ${formatAmount(priceAmount, currency)}</p>
      <p><a href="/shop/${siteCode}?lang=${language}">${t.more}</a></p>
    </section>`;
  const again = html`<p><a href="/shop/${siteCode}?lang=${language}">${t.again}</a></p>`;
  return html`<section class="card">
    <h1>${profileName}</h1>
    <p class="big">${formatAmount(priceAmount, currency)}</p>
    ${
      state === 'EXPIRED'
        ? html`<p class="warn"><strong>${t.expired}</strong></p>
            <p class="soft">${t.expiredHint}</p>
            ${again}`
        : html`<p class="soft">${t.pay}</p>
            <p class="soft">${t.keep}</p>`
    }
  </section>`;
}

function problemCard(problem: string | undefined, language: Language): Html[] {
  if (problem === undefined) return [];
  return [
    html`<section class="card note" role="alert">
      <strong class="bad">${PAY_TEXTS[language].problem}</strong>
      <p>${problem}</p>
    </section>`,
  ];
}

/** The page of a shop or an order that is none. */
export function closedPage(language: Language): string {
  const t = SHOP_TEXTS[language];
  const content = html`<section class="card">
    <h1>${t.closed}</h1>
    <p class="soft">${t.closedHint}</p>
  </section>`;
  return layout({ language, title: t.closed, siteName: 'Langgan' }, content);
}
