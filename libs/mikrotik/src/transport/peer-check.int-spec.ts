import { type SimulatedRouter, simulatedCaPem, startRouter } from '../../../../apps/simulator/src';
import { RestTransports } from './rest/rest.transports';
import { type RouterEndpoint, type RouterOsTransport } from './router-os-transport';
import { RouterOsClientTransports } from './routeros-client.transports';

const TIMEOUTS = { connectTimeoutMs: 3_000, loginTimeoutMs: 3_000 };

/** routeros.md section 7; the password must not go out before the router is trusted. */
describe.each([
  { protocol: 'API', service: 'api-ssl' },
  { protocol: 'REST', service: 'www-ssl' },
] as const)('who is trusted over $protocol', ({ protocol, service }) => {
  let router: SimulatedRouter;
  const opened: RouterOsTransport[] = [];

  beforeEach(async () => {
    router = await startRouter({ version: '7.20' });
  });
  afterEach(async () => {
    for (const transport of opened.splice(0)) transport.destroy();
    await router.close();
  });

  const open = async (certificate: string, peer: Partial<RouterEndpoint>): Promise<RouterOsTransport> => {
    const port = await router.enableService(service, certificate);
    const transports = protocol === 'REST' ? new RestTransports() : new RouterOsClientTransports();
    const reach = { host: '127.0.0.1', port, protocol, tlsMode: 'PINNED' } as const;
    const transport = await transports.open({ ...reach, username: 'admin', password: 'secret', ...peer }, TIMEOUTS);
    opened.push(transport);
    return transport;
  };
  /** The code of the refusal; nothing may have been said to the router by then. */
  const refusal = async (certificate: string, peer: Partial<RouterEndpoint>): Promise<string> => {
    const error = await open(certificate, peer).then(
      () => ({ code: 'none' }),
      (thrown: unknown) => thrown as { code: string },
    );
    expect(router.commands).toEqual([]);
    return error.code;
  };

  it('a pinned certificate is the only one', async () => {
    const { fingerprint } = await open('first', {});
    expect((await open('first', { fingerprint })).fingerprint).toBe(fingerprint);
    router.commandLog.clear();
    expect(await refusal('second', { fingerprint })).toBe('TLS_FINGERPRINT');
    expect(await refusal('none', { fingerprint, anonymousTls: true })).toMatch(/SSL|TLS|ECONN/);
  });

  it('both fingerprints are told', async () => {
    const { fingerprint = '' } = await open('first', {});
    const other = await open('second', {});
    await expect(open('first', { fingerprint: other.fingerprint })).rejects.toThrow(
      `the router shows the certificate ${fingerprint}, pinned is ${other.fingerprint ?? ''}`,
    );
  });

  it('a router without certificate only where that is allowed', async () => {
    expect(await refusal('none', {})).toMatch(/SSL|TLS|ECONN/);
    const transport = await open('none', { anonymousTls: true });
    expect([transport.state, transport.fingerprint]).toEqual(['ready', undefined]);
  });

  it('a certificate of the own CA, and no other', async () => {
    const caPem = await simulatedCaPem();
    expect((await open('signed', { tlsMode: 'CA', caPem })).state).toBe('ready');
    expect((await open('signed again', { tlsMode: 'CA', caPem })).state).toBe('ready');
    router.commandLog.clear();
    expect(await refusal('self', { tlsMode: 'CA', caPem })).toBe('TLS_CA');
    expect(await refusal('none', { tlsMode: 'CA', caPem })).toMatch(/SSL|TLS|ECONN/);
  });
});
