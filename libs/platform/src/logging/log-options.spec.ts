import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import { QueryFailedError } from 'typeorm';
import { logOptions } from './log-options';

function logged(write: (logger: Logger) => void): string {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  write(pino(logOptions('info'), stream));
  return text;
}

describe('log lines', () => {
  it('are JSON with a level name and a UTC time', () => {
    const line = JSON.parse(
      logged((logger) => {
        logger.info({ a: 1 }, 'hello');
      }),
    ) as object;
    expect(line).toMatchObject({ level: 'info', a: 1, msg: 'hello', time: expect.stringMatching(/Z$/) as string });
  });

  it('hold no secret, wherever it sits', () => {
    const secret = 'hunter2';
    const text = logged((logger) => {
      logger.info({ password: secret, body: { refreshToken: secret, deep: { token: secret } } });
      logger.info({ headers: { authorization: secret, 'set-cookie': secret }, user: { passwordHash: secret } });
      logger.error({ err: new QueryFailedError('update users set password_hash = $1', [secret], new Error('gone')) });
    });
    expect(text).toContain('[secret]');
    expect(text).toContain('QueryFailedError');
    expect(text).not.toContain(secret);
  });
});
