import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { anyOf, assertId, command, encodeSentence, print, SentenceParser } from '@app/mikrotik';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { staffHeaders } from '../support/staff-headers';

const root = resolve(__dirname, '../..');

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('spec.ts'))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'));

describe('S2 what reaches a router', () => {
  describe('as words', () => {
    it('is the value as it was given: no word of its own, no other attribute', () => {
      const value = fc.string({ unit: 'binary' }).filter((text) => !/[\0\r\n]/.test(text));
      fc.assert(
        fc.property(value, (text) => {
          const words = command('/ppp/secret/add', { name: text, comment: 'x' });
          expect(words).toEqual(['/ppp/secret/add', `=name=${text}`, '=comment=x']);
          const parsed: string[][] = [];
          new SentenceParser((sentence) => parsed.push(sentence)).push(encodeSentence(words));
          expect(parsed).toHaveLength(1);
          expect(parsed[0]).toHaveLength(3);
        }),
        { numRuns: 500 },
      );
    });

    it.each(['a\nb', 'a\r\n/system/reboot', 'a\0b'])('never holds %j', (text) => {
      expect(() => command('/ppp/secret/add', { name: text })).toThrow(RangeError);
      expect(() => anyOf('name', [text])).toThrow(RangeError);
    });

    it('has names, commands and ids of a fixed form', () => {
      expect(() => command('/ppp/secret/add', { 'name=x\n=password': 'y' })).toThrow(RangeError);
      expect(() => command('/ppp/secret/add =name=x')).toThrow(RangeError);
      expect(() => print('/ppp secret', ['name'])).toThrow(RangeError);
      expect(() => assertId('*1;/system/reboot')).toThrow(RangeError);
      expect(() => assertId('0')).toThrow(RangeError);
    });
  });

  it('is never a script: no source names a menu that runs or fetches one', () => {
    const menus = /['"`/](system\/script|system\/scheduler|import|execute|tool\/fetch|system\/ssh-exec)\b/;
    // the export reads these menus and runs nothing: it knows only prints
    const reading = 'export const EXPORT_MENUS';
    const texts = [...sources('libs/mikrotik/src'), ...sources('libs/pppoe/src')].filter(
      (text) => !text.includes(reading),
    );
    expect(texts.length).toBeGreaterThan(50);
    expect(texts.filter((text) => /['"`]\/[a-z]/.test(text) && menus.test(text))).toEqual([]);
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
      siteId = uuidv7();
      await app
        .get(Database)
        .execute(`insert into sites (id, code, name, time_zone) values ($1, 'J', 'J', 'Asia/Jakarta')`, [siteId]);
    });
    afterAll(async () => {
      await app.close();
      await database.drop();
    });

    const router = (input: object) => {
      const payload = { siteId, name: 'R', host: '10.0.0.1', username: 'api', password: 'x', ...input };
      return app.inject({ method: 'POST', url: '/api/v1/routers', headers, payload });
    };

    it.each([
      { host: '10.0.0.1\n' },
      { host: '10.0.0.1 8728' },
      { host: 'r1/../../etc' },
      { host: 'api@10.0.0.1' },
      { username: 'a\nb' },
      { username: 'a\0b' },
      { password: 'a\r\nb' },
      { name: 'R\nR' },
      { port: 0 },
      { port: '8728; rm' },
    ])('a router with %j is refused', async (input) => {
      expect((await router(input)).statusCode).toBe(400);
    });

    it.each([
      ['test', { host: '10.0.0.1', username: 'a\nb', password: 'x' }],
      ['test', { host: '10.0.0.1;x', username: 'api', password: 'x' }],
      ['test', { host: '10.0.0.1', username: 'api', password: 'a\0b' }],
      ['access-script', { host: '10.0.0.1', username: 'x"; /system reset' }],
      ['access-script', { host: '10.0.0.1\n/system reset' }],
      ['access-script', { host: '10.0.0.1', ourAddresses: ['10.0.0.0/8"; /system reset'] }],
    ])('POST /routers/%s with %j is refused', async (path, input) => {
      const payload = path === 'test' ? input : { siteId, ...input };
      const answer = await app.inject({ method: 'POST', url: `/api/v1/routers/${path}`, headers, payload });
      expect(answer.statusCode).toBe(400);
    });

    it.each(['a\nb', 'a b', 'a=b', '=name', '/ppp', 'ä', 'a\0', '*1'])(
      'an account named %j is refused',
      async (name) => {
        const payload = { subscriptionId: uuidv7(), routerId: uuidv7(), username: name };
        const answer = await app.inject({ method: 'POST', url: '/api/v1/pppoe/accounts', headers, payload });
        expect(answer.statusCode).toBe(400);
      },
    );
  });
});
