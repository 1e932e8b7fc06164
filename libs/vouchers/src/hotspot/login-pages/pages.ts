import { LOGIN_SCRIPT } from './login.script';
import { framed, type PageSetting } from './page-frame';
import { PAGE_TEXTS } from './page.texts';
import { type PageLanguage, type PageLook } from './page-look';

/** The files that a hotspot directory needs; the router knows them by these names. */
export const PAGE_NAMES = [
  ...(['login.html', 'alogin.html', 'status.html', 'logout.html', 'error.html', 'redirect.html'] as const),
  'rlogin.html',
] as const;
export type PageName = (typeof PAGE_NAMES)[number];

/**
 * The login pages of a site in one language, in the router's template language. Every page stands for itself: style and script
 * are inside, so that nothing has to be fetched before somebody is logged in.
 */
export function loginPages(look: PageLook, language: PageLanguage): Record<PageName, string> {
  const setting: PageSetting = { look, language, texts: PAGE_TEXTS[language] };
  return {
    'login.html': login(setting),
    'alogin.html': connected(setting),
    'status.html': status(setting),
    'logout.html': loggedOut(setting),
    'error.html': failed(setting),
    'redirect.html': elsewhere(setting, '$(link-redirect)'),
    'rlogin.html': elsewhere(setting, '$(link-login)'),
  };
}

function login(setting: PageSetting): string {
  const { texts } = setting;
  const plain = 'autocapitalize="none" autocorrect="off" spellcheck="false"';
  return framed(
    setting,
    `$(if error)<p class="error" id="error" role="alert">$(error)</p>$(endif)
<noscript><p class="error">${texts.needsScript}</p></noscript>
<form name="send" action="$(link-login-only)" method="post" hidden>
<input type="hidden" name="username"><input type="hidden" name="password">
<input type="hidden" name="dst" value="$(link-orig)"><input type="hidden" name="popup" value="true">
</form>
<input class="tab" type="radio" name="tab" id="tab-voucher" checked>
<input class="tab" type="radio" name="tab" id="tab-member">
<div class="tabs"><label for="tab-voucher">${texts.voucher}</label><label for="tab-member">${texts.member}</label></div>
<form class="voucher" name="voucher" onsubmit="return withVoucher(this)">
<label>${texts.code}<input type="text" name="code" required maxlength="64" autocomplete="off" ${plain}></label>
<details><summary>${texts.ownPassword}</summary>
<label>${texts.password}<input type="text" name="secret" maxlength="64" autocomplete="off" ${plain}></label></details>
<button>${texts.enter}</button>
</form>
<form class="member" name="member" onsubmit="return asMember(this)">
<label>${texts.username}<input type="text" name="name" required maxlength="64" autocomplete="username" ${plain}></label>
<label>${texts.password}<input type="password" name="secret" required autocomplete="current-password"></label>
<button>${texts.enter}</button>
</form>
<script>${sayings(setting)}${LOGIN_SCRIPT}</script>`,
  );
}

/** What the router may say, and how people say it. */
const sayings = ({ texts: { wrong, usedUp, elsewhere: busy, later } }: PageSetting): string =>
  `var SAID = ${JSON.stringify({ 'invalid |unknown user|wrong': wrong, 'has reached': usedUp, 'no more sessions': busy, 'already authorizing|not responding': later })};`;

const connected = (setting: PageSetting): string =>
  framed(
    setting,
    `<p>${setting.texts.connected}</p>
<p><a class="button" href="$(link-redirect)">${setting.texts.goOn}</a></p>
<p class="help"><a href="$(link-status)">${setting.texts.status}</a></p>`,
    '<meta http-equiv="refresh" content="2; url=$(link-redirect)">\n',
  );

function status(setting: PageSetting): string {
  const { texts } = setting;
  return framed(
    setting,
    `<p>${texts.connected}</p>
<dl>
<dt>${texts.username}</dt><dd>$(username)</dd>
<dt>${texts.uptime}</dt><dd>$(uptime)</dd>
$(if session-time-left)<dt>${texts.left}</dt><dd>$(session-time-left)</dd>$(endif)
<dt>${texts.up}</dt><dd>$(bytes-in-nice)</dd>
<dt>${texts.down}</dt><dd>$(bytes-out-nice)</dd>
<dt>IP</dt><dd>$(ip)</dd>
</dl>
<form action="$(link-logout)" method="post"><input type="hidden" name="erase-cookie" value="on"><button>${texts.logOut}</button></form>`,
    '$(if refresh-timeout)<meta http-equiv="refresh" content="$(refresh-timeout-secs)">$(endif)\n',
  );
}

function loggedOut(setting: PageSetting): string {
  const { texts } = setting;
  return framed(
    setting,
    `<p>${texts.loggedOut}</p>
<dl>
<dt>${texts.username}</dt><dd>$(username)</dd>
<dt>${texts.uptime}</dt><dd>$(uptime)</dd>
</dl>
<p><a class="button" href="$(link-login)">${texts.logInAgain}</a></p>`,
  );
}

const failed = (setting: PageSetting): string =>
  framed(
    setting,
    `<p class="error" role="alert">${setting.texts.failed} $(error)</p>
<p><a class="button" href="$(link-login)">${setting.texts.logInAgain}</a></p>`,
  );

const elsewhere = (setting: PageSetting, target: string): string =>
  framed(
    setting,
    `<p><a class="button" href="${target}">${setting.texts.goOn}</a></p>`,
    `<meta http-equiv="refresh" content="0; url=${target}">\n<meta http-equiv="pragma" content="no-cache">\n`,
  );
