import { challengeResponse } from './login';

describe('challengeResponse', () => {
  it('gives the vector of go-routeros', () => {
    expect(challengeResponse('passTest', 'abc123')).toBe('0021277bff9ac7caf06aa608e46616d47f');
  });

  it('hashes the UTF-8 bytes of the password', () => {
    expect(challengeResponse('sandi-é', '00')).not.toBe(challengeResponse('sandi-e', '00'));
    expect(challengeResponse('', 'ff')).toMatch(/^00[0-9a-f]{32}$/);
  });
});
