/** Script of the control pages: buttons and forms call the JSON API, live parts renew themselves. */
export const SCRIPT = `
const result = document.getElementById('result');

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
  });
  const answer = await response.json();
  result.textContent = response.ok ? (answer.reason ?? answer.trap ?? '') : answer.error;
  await renew();
  return answer;
}

async function renew() {
  const response = await fetch(location.href);
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id);
    if (next && next.innerHTML !== part.innerHTML) part.innerHTML = next.innerHTML;
  }
}

function settingOf(text) {
  try { return JSON.parse(text); } catch { return text; }
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-call]');
  if (!button) return;
  const [method, path] = button.dataset.call.split(' ');
  call(method, path, JSON.parse(button.dataset.body ?? '{}'));
});

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-submit]')) event.target.form.requestSubmit();
  if (event.target.matches('select[data-example]')) {
    event.target.form.elements.setting.value = event.target.selectedOptions[0].dataset.example;
  }
});

document.addEventListener('submit', async (event) => {
  const form = event.target;
  const fields = new FormData(form);
  if (form.dataset.post) {
    event.preventDefault();
    const answer = await call('POST', form.dataset.post, Object.fromEntries(fields));
    form.querySelector('output').textContent = answer.error ?? Object.values(answer).map((value) => typeof value === 'string' ? value : JSON.stringify(value)).join(' · ');
  } else if (form.dataset.fault) {
    event.preventDefault();
    await call('PUT', '/api/routers/' + form.dataset.fault + '/faults', { [fields.get('fault')]: settingOf(fields.get('setting')) });
  } else if (form.dataset.run) {
    event.preventDefault();
    const words = (fields.get('line').match(/(?:[^\\s"]|"[^"]*")+/g) ?? []).map((word) => word.replaceAll('"', ''));
    const answer = await call('POST', '/api/routers/' + form.dataset.run + '/run', { words });
    document.getElementById('console').textContent = JSON.stringify(answer, null, 2);
  }
});

setInterval(() => { if (!document.hidden) renew().catch(() => undefined); }, 2000);
`;
