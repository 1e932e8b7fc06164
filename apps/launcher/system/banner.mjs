/** What an operator needs to know about a running system, for the terminal. */
export function banner(system, owner) {
  const { api, simulator, payments } = system.urls;
  const rows = [
    ['Langgan', api],
    ['API documentation', `${api}/docs`],
    ['Health', `${api}/health`],
    ['Metrics', `${api}/metrics`],
    ...(system.demo ? [['Voucher shop', `${api}/shop/BDG`]] : []),
    ...(simulator ? [['Router simulator', simulator]] : []),
    ...(payments ? [['Payment simulator', payments]] : []),
    ...(owner ? [['Owner, first sign-in', `${owner}  (works once)`]] : []),
  ];
  const lines = rows.map(([name, value]) => `  ${name.padEnd(22)}${value}`);
  const next = system.demo ? ['', '  The main job in a minute: npm run story (in a second terminal)'] : [];
  return ['', ...lines, ...next, '  Ctrl-C stops everything.', ''].join('\n');
}
