import { readArguments } from './arguments';

describe('readArguments', () => {
  it('has routers of three lines by itself', () => {
    const options = readArguments([], {});
    expect(options?.controlPort).toBe(3900);
    expect(options?.paymentsPort).toBe(3910);
    expect(readArguments(['--port', '0'], {})?.paymentsPort).toBe(0);
    expect(options?.routers.map(({ version }) => version)).toEqual(['6.49', '7.16', '7.20']);
  });

  it('takes arguments before the environment', () => {
    const environment = {
      SIMULATOR_PORT: '4000',
      SIMULATOR_HOST: '0.0.0.0',
      SIMULATOR_ROUTERS: '[{"name":"a","version":"7.10"}]',
    };
    expect(readArguments(['--port', '5000', '--state', '/tmp/a b'], environment)).toEqual({
      controlPort: 5000,
      paymentsPort: 5010,
      host: '0.0.0.0',
      stateDir: '/tmp/a b',
      routers: [{ name: 'a', version: '7.10' }],
    });
  });

  it('helps, and refuses what it does not understand', () => {
    expect(readArguments(['--help'], {})).toBeNull();
    expect(() => readArguments(['--port', 'x'], {})).toThrow(/number/);
    expect(() => readArguments(['--routers', '{}'], {})).toThrow();
    expect(() => readArguments(['--nonsense'], {})).toThrow();
  });
});
