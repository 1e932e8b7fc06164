import { isolirResources } from './isolir-rules';

const listed = (...allowHosts: string[]): (string | undefined)[] =>
  isolirResources({ portalAddress: '10.10.0.5', portalPort: 80, allowHosts, poolRange: null })
    .filter(({ kind }) => kind === 'address-list')
    .map(({ values }) => values.address);

describe('what isolated subscribers may reach', () => {
  it.each([
    [['10.10.0.5/32'], []],
    [['Pay.Example.com', 'pay.example.com'], ['pay.example.com']],
    [['10.1.2.7/24', '10.1.2.0/24', '10.1.2.255/24'], ['10.1.2.0/24']],
    [['10.1.255.255/12'], ['10.0.0.0/12']],
    [
      ['10.1.2.130/25', '10.1.2.3/31', '200.1.2.3/1', '10.1.2.3/0'],
      ['10.1.2.128/25', '10.1.2.2/31', '128.0.0.0/1', '0.0.0.0/0'],
    ],
  ])('%j is listed once, as the router shows it', (given, expected) => {
    expect(listed(...given)).toEqual(['10.10.0.5', ...expected]);
  });
});
