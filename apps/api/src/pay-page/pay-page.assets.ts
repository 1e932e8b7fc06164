/** Style of the pages for payers: a cheap phone first, light and dark, no font or picture from elsewhere. */
export const PAY_STYLE = `
:root{--bg:#f4f6f8;--card:#fff;--ink:#16202a;--soft:#5c6b7a;--line:#e2e7ec;--accent:#0b6bcb;--up:#14884f;--warn:#a86500;--down:#c62f2f}
@media (prefers-color-scheme:dark){:root{--bg:#10151b;--card:#19212a;--ink:#e8edf2;--soft:#96a4b2;--line:#2a3541;--accent:#6cb2ff;--up:#3ecf8e;--warn:#f0a53a;--down:#ff7070}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:32rem;margin:0 auto;padding:.9rem 1rem}
header{display:flex;align-items:center;gap:.6rem;padding-bottom:0}
header strong{font-size:1.1rem}header a{margin-left:auto;font-size:.9rem}
main{display:grid;gap:.8rem;grid-template-columns:minmax(0,1fr)}
footer{color:var(--soft);font-size:.85rem;text-align:center}
h1{margin:0 0 .2rem;font-size:1.15rem}h2{margin:0 0 .6rem;font-size:1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem;min-width:0}
.soft,small{color:var(--soft)}
.big{font-size:1.9rem;font-weight:700;letter-spacing:-.02em;line-height:1.2;margin:.1rem 0}
.big b{color:var(--accent);font-weight:inherit}
p{margin:.3rem 0}
a{color:var(--accent)}
.ok{color:var(--up)}.warn{color:var(--warn)}.bad{color:var(--down)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem .8rem;margin:.4rem 0}
dt{color:var(--soft)}dd{margin:0;text-align:right;font-variant-numeric:tabular-nums}
.ways{display:grid;gap:.5rem}
.way,.go{display:flex;width:100%;align-items:center;gap:.2rem .6rem;flex-wrap:wrap;text-align:left;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:10px;padding:.75rem .85rem;min-height:3rem;cursor:pointer;text-decoration:none}
.way small{flex-basis:100%}.way b{margin-left:auto;font-variant-numeric:tabular-nums}
.way:hover,.way:focus-visible{border-color:var(--accent)}
.go{justify-content:center;text-align:center;font-weight:600;background:var(--accent);border-color:var(--accent);color:var(--card)}
.quiet{background:transparent;color:var(--accent)}
.code{display:flex;gap:.5rem;align-items:center;background:var(--bg);border:1px dashed var(--line);border-radius:10px;padding:.6rem .8rem;margin:.4rem 0}
.code span{font-size:1.25rem;font-weight:650;letter-spacing:.03em;font-variant-numeric:tabular-nums;flex:1;min-width:0}
.code .big{font-size:1.6rem;letter-spacing:0}.code span b{color:var(--accent);font-weight:inherit}
.code button{font:inherit;font-size:.9rem;border:1px solid var(--line);border-radius:8px;background:var(--card);color:var(--accent);padding:.35rem .7rem;cursor:pointer}
.qr{background:#fff;border-radius:10px;padding:.6rem;max-width:18rem;margin:.6rem auto}
.qr svg{display:block;width:100%;height:auto}
ol,ul{padding-left:1.2rem;margin:.4rem 0}.plain{list-style:none;padding:0}
.plain li{border-top:1px solid var(--line);padding:.45rem 0}.plain li:first-child{border-top:0}
details summary{cursor:pointer;font-weight:600;padding:.2rem 0}
form.fields{display:grid;gap:.6rem;margin-top:.6rem}
form.fields input[type=radio]{display:inline-block;width:auto;min-height:0;margin:0 .35rem 0 0;padding:0}
label{display:grid;gap:.2rem;font-size:.95rem}
input,select{font:inherit;padding:.6rem .7rem;border:1px solid var(--line);border-radius:8px;background:var(--bg);color:inherit;width:100%;min-width:0}
.note{border-left:4px solid var(--warn);padding-left:.8rem}
[hidden]{display:none!important}
`;

/**
 * What the pages do with a script, and do without it by hand: copy numbers, look for the payment, prevent a second tap on a
 * button. Polling asks this origin only, every five seconds, more slowly as time passes.
 */
export const PAY_SCRIPT = `'use strict';
(() => {
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = !navigator.clipboard;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
    });
  }
  for (const form of document.querySelectorAll('form')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = '1';
      setTimeout(() => delete form.dataset.sent, 10000);
    });
  }
  const live = document.querySelector('[data-status]');
  if (!live) return;
  let wait = 5000;
  const look = async () => {
    try {
      if (!document.hidden) {
        const answer = await fetch(live.dataset.status, { cache: 'no-store' });
        if (answer.ok && (await answer.json()).state !== live.dataset.state) return location.reload();
        wait = Math.min(wait * 1.1, 30000);
      }
    } catch {
      wait = 15000;
    }
    setTimeout(look, wait);
  };
  setTimeout(look, wait);
})();
`;
