import { createHash } from 'node:crypto';
import { type SimulatedRouter, startRouter } from '../../index';
import { fillIn } from './portal-pages';

const MAC = '02:00:00:00:00:0A';
let router: SimulatedRouter;

beforeEach(async () => {
  router = await startRouter({
    version: '7.16',
    network: 20,
    hotspot: { portalPort: 0 },
    rows: { '/ip/hotspot/user': [{ name: 'v1', password: '001' }] },
  });
  router.hotspot.join({ mac: MAC });
});

afterEach(async () => {
  await router.close();
});

/** The bytes of `\\123\\007`. */
const bytesOf = (octal: string): Buffer =>
  Buffer.from(
    octal
      .split('\\')
      .slice(1)
      .map((byte) => Number.parseInt(byte, 8)),
  );

async function visit(
  path: string,
  form?: Record<string, string>,
): Promise<{ status: number; text: string; location: string | null }> {
  const response = await fetch(`http://127.0.0.1:${router.portalPort}${path}`, {
    headers: { 'x-client': MAC },
    redirect: 'manual',
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  });
  return { status: response.status, text: await response.text(), location: response.headers.get('location') };
}

describe('the portal', () => {
  it('leads from anywhere to the login, lets in, shows the state and lets out', async () => {
    expect(await visit('/anything')).toMatchObject({
      status: 302,
      location: expect.stringMatching(/^\/login\?dst=/) as string,
    });
    expect((await visit('/login')).text).toContain('name="username"');
    expect((await visit('/login', { username: 'v1', password: '1' })).text).toContain('invalid username or password');
    expect((await visit('/login', { username: '<b>', password: '1' })).text).toContain('value="&lt;b&gt;"');
    expect((await visit('/login', { username: 'v1', password: '001' })).text).toContain('v1: logged in.');
    expect((await visit('/status')).text).toContain(`v1 10.20.64.10 ${MAC}`);
    expect((await visit('/logout?erase-cookie=true')).text).toContain('v1: logged out.');
    expect((await visit('/status')).location).toBe('/login');
    expect(router.rows('/ip/hotspot/cookie')).toEqual([]);
  });

  it('takes the answer to a challenge, once, on pages that were uploaded', async () => {
    router.run('/ip/hotspot/profile/set', '=.id=hsprof1', '=login-by=http-chap');
    router.run('/file/add', '=name=hotspot/login.html', '=contents=$(chap-id)|$(chap-challenge)|$(error)');
    expect((await visit('/login', { username: 'v1', password: '001' })).text).toContain(
      'did not send challenge response',
    );
    const [id, challenge] = (await visit('/login')).text.split('|').map((part) => bytesOf(part));
    const password = createHash('md5').update(id!).update('001').update(challenge!).digest('hex');
    expect((await visit('/login', { username: 'v1', password })).text).toContain('logged in.');
    expect(router.rows('/ip/hotspot/active')).toMatchObject([{ 'login-by': 'http-chap' }]);
    await visit('/logout?erase-cookie=true');
    expect((await visit('/login', { username: 'v1', password })).text).toContain('|');
  });

  it('asks strangers who they are', async () => {
    const response = await fetch(`http://127.0.0.1:${router.portalPort}/login`);
    expect(response.status).toBe(400);
    const known = await fetch(`http://127.0.0.1:${router.portalPort}/login?client=10.20.64.10`);
    expect(known.status).toBe(200);
    expect(known.headers.get('set-cookie')).toContain('client=10.20.64.10');
  });

  it('is closed while the router is off', async () => {
    await router.powerOff();
    await expect(visit('/login')).rejects.toThrow();
    await router.powerOn();
    expect((await visit('/login')).status).toBe(200);
  });
});

describe('templates', () => {
  it.each([
    ['$(name)!', 'Budi & Co!'.replace('&', '&amp;')],
    ['$(if name)a$(else)b$(endif)', 'a'],
    ['$(if none)a$(elif name)b$(else)c$(endif)', 'b'],
    ["$(if name == 'x')a$(endif)$(if name != 'x')b$(endif)", 'b'],
    ['$(if none)$(if name)a$(endif)$(endif)b', 'b'],
  ])('%s', (template, filled) => {
    expect(fillIn(template, { name: 'Budi & Co' })).toBe(filled);
  });
});
