import { retryClassOf, trapCodeOf } from './error-codes';
import { anyOf, assertId, command, print } from './sentence';

describe('sentences', () => {
  it('keep text from outside behind its name', () => {
    expect(command('/ppp/secret/add', { name: 'a=b', comment: '?x .tag=1' })).toEqual([
      '/ppp/secret/add',
      '=name=a=b',
      '=comment=?x .tag=1',
    ]);
    expect(print('/ppp/secret', ['.id', 'name'], anyOf('name', ['a', 'b', 'c']))).toEqual([
      '/ppp/secret/print',
      '=.proplist=.id,name',
      '?name=a',
      '?name=b',
      '?name=c',
      '?#||',
    ]);
    expect(anyOf('name', ['a'])).toEqual(['?name=a']);
  });

  it.each([
    () => command('/ppp/secret/add', { 'name=x': '1' }),
    () => command('/ppp/secret add'),
    () => command('/ppp/secret/add', { name: 'a\nb' }),
    () => command('/ppp/secret/add', { name: 'a\0b' }),
    () => anyOf('name', ['a\r']),
    () => assertId('*4,*5'),
    () => assertId('ether1'),
  ])('refuse what could be read as something else (%#)', (build) => {
    expect(build).toThrow(RangeError);
  });
});

describe('trap texts', () => {
  it.each([
    ['invalid user name or password (6)', 'AUTH_FAILED', 'auth'],
    ['not enough permissions (9)', 'PERMISSION_DENIED', 'permission'],
    ['no such item (4)', 'NOT_FOUND', 'reread'],
    ['failure: secret with the same name already exists', 'ALREADY_EXISTS', 'reread'],
    ['failure: pool with such name exists', 'ALREADY_EXISTS', 'reread'],
    ['failure: already have such entry', 'ALREADY_EXISTS', 'reread'],
    ['input does not match any value of profile', 'INVALID_ARGUMENT', 'argument'],
    ['invalid value for argument remote-address', 'INVALID_ARGUMENT', 'argument'],
    ['unknown parameter foo', 'UNSUPPORTED', 'argument'],
    ['no such command prefix', 'UNSUPPORTED', 'argument'],
    ['interrupted', 'CANCELLED', 'again'],
    ['failure: contents too long', 'TOO_LARGE', 'argument'],
    ['failure: the moon is full', 'ROUTER_ERROR', 'again'],
  ])('%s is %s', (text, code, retry) => {
    expect([trapCodeOf(text), retryClassOf(trapCodeOf(text))]).toEqual([code, retry]);
  });

  it('everything else is the connection', () => {
    expect(retryClassOf('ECONNRESET')).toBe('transport');
  });
});
