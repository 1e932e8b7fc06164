/** Style of the landing page: phone first, light and dark, no font or picture from elsewhere. */
export const LANDING_STYLE = `
:root{--bg:#f4f6f8;--card:#fff;--ink:#16202a;--soft:#5c6b7a;--line:#e2e7ec;--accent:#0b6bcb;--up:#14884f;--warn:#c77700;--down:#c62f2f;--off:#9aa7b4}
@media (prefers-color-scheme:dark){:root{--bg:#10151b;--card:#19212a;--ink:#e8edf2;--soft:#96a4b2;--line:#2a3541;--accent:#6cb2ff;--up:#3ecf8e;--warn:#f0a53a;--down:#ff7070;--off:#6b7885}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
header,main{max-width:60rem;margin:0 auto;padding:1.25rem 1rem}
header{padding-top:2rem;padding-bottom:.25rem}
h1{margin:0;font-size:1.9rem;letter-spacing:-.02em;display:flex;align-items:center;gap:.6rem}
h2{margin:0 0 .6rem;font-size:1rem}
h3{margin:1.1rem 0 .4rem;font-size:.95rem;font-weight:600}
header p{margin:.3rem 0 0;color:var(--soft)}
main{display:grid;gap:1rem;grid-template-columns:1fr}
@media (min-width:44rem){main{grid-template-columns:1fr 1fr}.wide{grid-column:1/-1}}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem 1.1rem;min-width:0}
.tag{font-size:.75rem;font-weight:600;letter-spacing:.02em;padding:.1rem .55rem;border-radius:99px;background:var(--accent);color:var(--card)}
.muted,small{color:var(--soft)}
.sum{margin:0 0 .4rem;font-size:1.15rem;font-weight:650}
.sum.ok{color:var(--up)}.sum.degraded{color:var(--warn)}.sum.error,.bad{color:var(--down)}
.rows{list-style:none;margin:0;padding:0}
.rows li{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .5rem;padding:.4rem 0;border-top:1px solid var(--line)}
.rows li:first-child{border-top:0}
.rows b{margin-left:auto;font-weight:600;text-align:right}
.dot{width:.65rem;height:.65rem;border-radius:50%;background:var(--off);display:inline-block;flex:none}
.dot.up{background:var(--up)}.dot.warn{background:var(--warn)}.dot.down{background:var(--down)}
.tiles{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,11.5rem),1fr))}
.tiles>*{border:1px solid var(--line);border-radius:10px;padding:.7rem .85rem;display:flex;flex-direction:column}
.tiles div strong{font-size:1.35rem;letter-spacing:-.01em;overflow-wrap:anywhere}
nav a{text-decoration:none;color:inherit}
nav a strong,a{color:var(--accent)}
nav a:hover,nav a:focus-visible{border-color:var(--accent)}
.bar{display:block;width:100%;height:.8rem;border-radius:99px;overflow:hidden;background:var(--line)}
rect.up{fill:var(--up)}rect.warn{fill:var(--warn)}rect.off{fill:var(--off)}
.legend{display:flex;flex-wrap:wrap;align-items:center;gap:.2rem .45rem;margin:.5rem 0 0;font-size:.95rem}
.legend>span{margin-right:.6rem;white-space:nowrap}.legend .dot{margin-right:.4rem}
form{display:grid;gap:.75rem;max-width:26rem}
label{display:grid;gap:.2rem;font-size:.95rem}
input{font:inherit;padding:.6rem .7rem;border:1px solid var(--line);border-radius:8px;background:var(--bg);color:inherit;width:100%;min-width:0}
button{font:inherit;font-weight:600;padding:.65rem 1rem;border:0;border-radius:8px;background:var(--accent);color:var(--card);cursor:pointer}
button:disabled{opacity:.6}
.token{display:flex;gap:.5rem}
form p{margin:0}
[hidden]{display:none!important}
`;

/**
 * Script of the landing page: the owner's form. The one-time token stands behind the # of the address, so that it reaches
 * no server log, and is taken out of the address at once.
 */
export const LANDING_SCRIPT = `'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const places = [new URLSearchParams(location.hash.slice(1)), new URLSearchParams(location.search)];
  const names = ['owner', 'setup'];
  const token = places.flatMap((place) => names.map((name) => place.get(name))).find(Boolean);
  if (!token) return;
  history.replaceState(null, '', location.pathname);
  const form = byId('owner-form');
  byId('owner').hidden = false;
  byId('owner-hint').hidden = true;
  form.hidden = false;
  form.elements.email.focus();

  const explain = async (answer) => {
    const problem = await answer.json();
    const fields = (problem.errors || []).map((field) => field.path + ': ' + field.message);
    return [problem.title + (fields.length ? '' : '. ' + problem.detail), ...fields].join(' · ');
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    const problem = byId('owner-problem');
    problem.textContent = '';
    button.disabled = true;
    try {
      const { email, name, password } = Object.fromEntries(new FormData(form));
      const answer = await fetch('/api/v1/auth/bootstrap', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': document.documentElement.lang },
        body: JSON.stringify({ token, email, name, password }),
      });
      if (answer.ok) {
        byId('owner-token').value = (await answer.json()).accessToken;
        form.hidden = true;
        byId('owner-done').hidden = false;
      } else {
        problem.textContent = await explain(answer);
      }
    } catch {
      problem.textContent = form.dataset.failed;
    }
    button.disabled = false;
  });

  byId('owner-copy').addEventListener('click', () => {
    byId('owner-token').select();
    navigator.clipboard?.writeText(byId('owner-token').value);
  });
})();
`;
