/** The pages of the portal where its folder in /file holds none of that name. They use the variables of RouterOS. */
export const BUILT_IN_PAGES: Readonly<Record<string, string>> = {
  'login.html': `<!doctype html><meta name="viewport" content="width=device-width"><title>$(identity)</title>
<h1>$(server-name)</h1>$(if error)<p role="alert">$(error)</p>$(endif)
<form action="$(link-login-only)" method="post"><input type="hidden" name="dst" value="$(link-orig)">
<label>Username <input name="username" value="$(username)"></label>
<label>Password <input name="password" type="password"></label><button>OK</button></form>`,
  'alogin.html': `<!doctype html><title>$(identity)</title><p>$(username): logged in.</p>
<a href="$(link-redirect)">$(link-redirect)</a> <a href="$(link-status)">status</a>`,
  'status.html': `<!doctype html><title>$(identity)</title><p>$(username) $(ip) $(mac)</p>
<dl><dt>up</dt><dd>$(bytes-in-nice)</dd><dt>down</dt><dd>$(bytes-out-nice)</dd><dt>time</dt><dd>$(uptime)</dd>
$(if session-time-left)<dt>left</dt><dd>$(session-time-left)</dd>$(endif)</dl>
<form action="$(link-logout)"><button>log off</button></form>`,
  'logout.html': `<!doctype html><title>$(identity)</title><p>$(username): logged out. $(uptime)</p><a href="$(link-login)">log in</a>`,
  'redirect.html': `<!doctype html><meta http-equiv="refresh" content="0; url=$(link-redirect)">`,
};

type Variables = Readonly<Record<string, string>>;

const TOKEN = /\$\(([^()]*)\)/g;

/** One `if` that is open: is its branch shown now, was one of its branches? */
interface Branch {
  shown: boolean;
  done: boolean;
}

/** Fills in `$(name)` and obeys `$(if name)`, `$(if name == 'x')`, `$(elif …)`, `$(else)` and `$(endif)`. */
export function fillIn(template: string, variables: Variables): string {
  const open: Branch[] = [];
  const isShown = (): boolean => open.every(({ shown }) => shown);
  let result = '';
  let at = 0;
  for (const match of template.matchAll(TOKEN)) {
    if (isShown()) result += template.slice(at, match.index);
    at = match.index + match[0].length;
    const token = (match[1] ?? '').trim();
    if (!branch(token, open, variables) && isShown()) result += escaped(variables[token] ?? '');
  }
  return result + template.slice(at);
}

/** Obeys a token that opens, changes or closes a branch; false for any other. */
function branch(token: string, open: Branch[], variables: Variables): boolean {
  const [word = '', ...rest] = token.split(/\s+/);
  const current = open.at(-1);
  if (word === 'if') {
    const holds = condition(rest.join(' '), variables);
    open.push({ shown: holds, done: holds });
  } else if (word === 'endif') {
    open.pop();
  } else if (word === 'else' || word === 'elif') {
    if (current === undefined) return true;
    current.shown = !current.done && (word === 'else' || condition(rest.join(' '), variables));
    current.done ||= current.shown;
  } else {
    return false;
  }
  return true;
}

function condition(text: string, variables: Variables): boolean {
  const [, name = '', operator, wanted = ''] = /^\s*([\w-]+)\s*(?:(==|!=)\s*['"]?([^'"]*)['"]?)?\s*$/.exec(text) ?? [];
  const value = variables[name] ?? '';
  if (operator === undefined) return value !== '';
  return (value === wanted) === (operator === '==');
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
