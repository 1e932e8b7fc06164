import { type PageLanguage, type PageLook, safe } from './page-look';
import { type PageTexts } from './page.texts';

/** Everything that the pages of one site in one language are made of. */
export interface PageSetting {
  language: PageLanguage;
  look: PageLook;
  texts: PageTexts;
}

const style = (accent: string): string => `
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;background:#f3f4f2;color:#1c211d}
main{max-width:22rem;margin:0 auto;padding:2rem 1rem;min-height:100vh}
.logo{margin:0;font-size:2.5rem;font-weight:700;color:${accent};line-height:1.1}h1{margin:0 0 1.25rem;font-size:1.25rem}
.card{background:#fff;border:1px solid #dcdfda;border-radius:10px;padding:1.25rem}
input[type=text],input[type=password]{width:100%;font:inherit;padding:.7rem;border:1px solid #a9afa8;border-radius:6px;margin:.25rem 0 1rem}
input:focus{outline:3px solid ${accent}55;border-color:${accent}}
button,.button{display:block;width:100%;font:inherit;font-weight:600;padding:.75rem;border:0;border-radius:6px;background:${accent};color:#fff;text-align:center;text-decoration:none;cursor:pointer}
.card>p:first-child{margin-top:0}
.error{background:#fdeaea;border:1px solid #d98a8a;border-radius:6px;padding:.6rem .8rem;margin:0 0 1rem}
.tab{position:absolute;opacity:0}.tabs{display:flex;gap:.5rem;margin-bottom:1rem}
.tabs label{flex:1;text-align:center;padding:.6rem;border-bottom:3px solid #dcdfda;cursor:pointer}
.voucher,.member{display:none}#tab-voucher:checked~.voucher,#tab-member:checked~.member{display:block}
#tab-voucher:checked~.tabs [for=tab-voucher],#tab-member:checked~.tabs [for=tab-member]{border-color:${accent};font-weight:600}
.tab:focus-visible~.tabs label{outline:1px dotted}
dl{display:grid;grid-template-columns:auto 1fr;gap:.3rem 1rem;margin:0 0 1rem}dd{margin:0;text-align:right}
details{margin:0 0 1rem}summary{cursor:pointer;color:#566056;padding:.25rem 0}details label{display:block;margin-top:.5rem}details input[type=text]{margin-bottom:0}
.help{text-align:center;color:#566056;font-size:.9rem}`;

// why: a browser that asks for /favicon.ico is sent to the login page, and the challenge of the page it shows counts no more
const NO_ICON = '<link rel="icon" href="data:,">';

/** A whole page; `head` and `body` are HTML in the router's template language. */
export function framed({ language, look, texts }: PageSetting, body: string, head = ''): string {
  const logo = look.logoText === '' ? '' : `<p class="logo">${safe(look.logoText)}</p>\n`;
  const help = look.phone === '' ? '' : `<p class="help">${texts.help}: ${safe(look.phone)}</p>\n`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="cache-control" content="no-store">
${NO_ICON}
${head}<title>${safe(look.brand)}</title>
<style>${style(look.accentColour)}</style>
</head>
<body>
<main>
${logo}<h1>${safe(look.brand)}</h1>
<div class="card">
${body}
</div>
${help}</main>
</body>
</html>
`;
}
