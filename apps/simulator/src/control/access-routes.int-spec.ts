import { type Simulator, startSimulator } from '../index';

let simulator: Simulator;
const MAC = '02:00:00:00:00:0A';

beforeAll(async () => {
  const router = { name: 'pop', version: '7.16' as const, network: 20, hotspot: { portalPort: 0 }, dhcp: true };
  const rows = { '/ip/hotspot/user': [{ name: 'v1', password: '001' }] };
  simulator = await startSimulator({ routers: [{ ...router, rows }], controlPort: 0 });
});

afterAll(async () => {
  await simulator.close();
});

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`http://127.0.0.1:${simulator.controlPort}/api/routers/pop${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: await response.json() };
}

it('steers hotspot clients', async () => {
  const client = MAC;
  expect((await call('POST', '/hotspot/join', { mac: MAC, server: 'none' })).status).toBe(400);
  expect((await call('POST', '/hotspot/join', { mac: MAC })).json).toEqual({ address: '10.20.64.10' });
  expect((await call('POST', '/reach', { from: '10.20.64.10', port: '80' })).json).toMatchObject({
    verdict: 'redirected',
  });
  expect((await call('POST', '/reach', { from: '10.20.64.10', protocol: 'gre' })).status).toBe(400);
  expect((await call('POST', '/hotspot/login', { client, user: 'v1', password: 'x' })).json).toMatchObject({
    ok: false,
    reason: 'invalid username or password',
  });
  expect((await call('POST', '/hotspot/login', { client, user: 'v1', password: '001' })).json).toMatchObject({
    ok: true,
  });
  expect((await call('POST', '/hotspot/consume', { client, bytesOut: 5_000, seconds: 60 })).json).toEqual({
    known: true,
  });
  expect((await call('GET', '/hotspot')).json).toMatchObject({ hosts: [{ mac: MAC, user: 'v1', binding: 'regular' }] });
  expect((await call('PUT', '/hotspot/pages', { 'status.html': 'hello $(username)' })).status).toBe(200);
  const { portalPort } = (await call('GET', '/hotspot')).json as { portalPort: number };
  const page = await fetch(`http://127.0.0.1:${portalPort}/status`, { headers: { 'x-client': MAC } });
  expect(await page.text()).toBe('hello v1');
  expect((await call('POST', '/hotspot/logout', { client, forget: true })).json).toEqual({ wasIn: true });
  expect((await call('POST', '/hotspot/leave', { client })).json).toEqual({ known: true });
});

it('steers DHCP clients and counts what clients write', async () => {
  expect((await call('POST', '/dhcp/request', { mac: MAC })).json).toEqual({ bound: true, address: '10.20.80.10' });
  expect((await call('GET', '/dhcp')).json).toMatchObject({ leases: [{ mac: MAC, address: '10.20.80.10' }] });
  expect((await call('POST', '/dhcp/release', { mac: MAC })).json).toEqual({ released: true });
  expect((await call('GET', '/commands')).json).toMatchObject({ total: 0, writes: 0 });
  expect((await call('DELETE', '/commands')).status).toBe(200);
});

it('shows it on the page', async () => {
  await call('POST', '/hotspot/join', { mac: MAC });
  const page = await (
    await fetch(`http://127.0.0.1:${simulator.controlPort}/routers/pop?menu=/ip/hotspot/host`)
  ).text();
  expect(page).toContain(MAC);
  expect(page).toContain('What does a subscriber reach?');
});
