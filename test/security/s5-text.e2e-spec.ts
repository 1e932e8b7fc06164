import { Writable } from 'node:stream';
import pino from 'pino';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { fill } from '@app/core';
import { logOptions } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { staffHeaders } from '../support/staff-headers';

describe('S5 text that goes out (texts, telephone numbers, logs; templates of messages come with their step)', () => {
  it('is filled by name, once, without code', () => {
    const hostile = { name: '{other}', other: '${process.exit()}' };
    Object.setPrototypeOf(hostile, { admin: 'x' });
    expect(fill('Halo {name}, {other}, {admin}, {constructor}, {{name}}', hostile)).toBe(
      'Halo {other}, ${process.exit()}, {admin}, {constructor}, {{other}}',
    );
  });

  it('is one line of JSON in a log, whatever it holds', () => {
    const lines: string[] = [];
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    const text = 'a\r\n{"level":"fatal","msg":"forged"}\u2028\u001b[31mred';
    pino(logOptions('info'), sink).info({ agent: text }, text);
    expect(lines).toHaveLength(1);
    expect(lines[0]!.trimEnd()).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'info', msg: text, agent: text });
  });

  describe('by the API', () => {
    let database: TestDatabase;
    let app: NestFastifyApplication;
    let headers: { authorization: string };
    let siteId: string;

    beforeAll(async () => {
      database = await createTestDatabase();
      app = await createApiApp({ database });
      headers = await staffHeaders(app);
      const payload = { code: 'J', name: 'J', timeZone: 'Asia/Jakarta' };
      const site = await app.inject({ method: 'POST', url: '/api/v1/sites', headers, payload });
      siteId = site.json<{ id: string }>().id;
    });
    afterAll(async () => {
      await app.close();
      await database.drop();
    });

    const save = (input: object) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/customers',
        headers,
        payload: { siteId, name: 'Budi', ...input },
      });

    it.each([
      ['081234567890', '+6281234567890'],
      ['+62 812-3456-7890', '+6281234567890'],
      ['6281234567890', '+6281234567890'],
    ])('a telephone number %s is kept as %s', async (phone, kept) => {
      expect((await save({ phone })).json<{ phone: string }>().phone).toBe(kept);
    });

    it.each([
      { phone: '0812345678\n90' },
      { phone: 'tel:0812;ext=1' },
      { phone: '12' },
      { phone: '+628123456789012345' },
      { name: 'Budi\r\nBcc: x@y.z' },
      { name: 'Budi\u0000' },
      { email: 'a@b.id\r\nBcc: x@y.z' },
      { email: '"a\n"@b.id' },
    ])('a customer with %j is refused', async (input) => {
      expect((await save(input)).statusCode).toBe(400);
    });

    it('a request id that could forge a line of a log is not taken over', async () => {
      for (const id of ['a', 'x'.repeat(200), 'abc defgh', '{"a":"b","c":1}']) {
        const answer = await app.inject({ url: '/health/live', headers: { 'x-request-id': id } });
        expect(answer.headers['x-request-id']).not.toBe(id);
      }
    });
  });
});
