/** Style of the control pages: no fonts, no images, light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --good: #15803d; --bad: #b91c1c; }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; }
header { display: flex; gap: 1rem; align-items: baseline; padding: .7rem 1.2rem; border-bottom: 1px solid var(--line); }
header span { opacity: .7; }
header output { margin-left: auto; }
header a { color: inherit; text-decoration: none; }
main { padding: 1.2rem; display: grid; gap: 1.2rem; grid-template-columns: minmax(0, 1fr); }
h1, h2 { margin: 0 0 .4rem; font-size: 1.15rem; }
p { margin: .3rem 0; }
h2, p, dd { overflow-wrap: anywhere; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); }
article { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; }
dl { display: grid; grid-template-columns: 7rem 1fr; margin: 0; }
dt { opacity: .7; } dd { margin: 0; }
meter { width: 12rem; vertical-align: middle; } article meter { width: 100%; }
.badge { font-size: .8rem; padding: .05rem .5rem; border-radius: 1rem; background: var(--soft); white-space: nowrap; }
.good { background: var(--good); color: #fff; } .bad { background: var(--bad); color: #fff; }
.scroll { overflow: auto; max-height: 26rem; border: 1px solid var(--line); border-radius: .4rem; }
.scroll > p { padding: 0 .6rem; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; }
th, td { text-align: left; padding: .2rem .6rem; border-top: 1px solid var(--line); white-space: nowrap; }
td:has(code) { white-space: normal; }
thead th { position: sticky; top: 0; background: Canvas; }
form { display: flex; flex-wrap: wrap; gap: .5rem; margin: .3rem 0; }
input, select, button { font: inherit; padding: .2rem .6rem; max-width: 100%; }
input[name=line] { flex: 1; font-family: monospace; }
td button { padding: 0 .5rem; font-size: .8rem; }
pre { margin: 0; overflow: auto; max-height: 16rem; }
:focus-visible { outline: 2px solid Highlight; }
`;
