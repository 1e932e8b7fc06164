import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { HttpRouter, LongAnswer } from './http-router';

const ITEMS = 100_000;
let server: Server;
let url: string;
let made = 0;

function* items(until = ITEMS): Iterable<object> {
  for (made = 0; made < until; made++) yield { n: made, text: '],}"' };
  if (until < ITEMS) throw new Error('the table is gone');
}

beforeAll(async () => {
  const routes = new HttpRouter()
    .on('GET /long', () => new LongAnswer('rows', items(), { total: 7 }))
    .on('GET /short', () => new LongAnswer('rows', []))
    .on('GET /broken', () => new LongAnswer('rows', items(1_000)))
    .on('GET /small', () => ({ made }));
  server = createServer((request, response) => void routes.serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const get = async (path: string): Promise<unknown> => (await fetch(`${url}${path}`)).json();

it('a long answer is whole, and others are served while it is made', async () => {
  const long = get('/long');
  while (made === 0) await new Promise(setImmediate);
  const { made: meanwhile } = (await get('/small')) as { made: number };
  expect(meanwhile).toBeLessThan(ITEMS);
  const { total, rows } = (await long) as { total: number; rows: object[] };
  expect([total, rows.length]).toEqual([7, ITEMS]);
  expect(rows.at(-1)).toEqual({ n: ITEMS - 1, text: '],}"' });
  expect(await get('/short')).toEqual({ rows: [] });
});

it('a long answer that fails half-way is no whole one', async () => {
  await expect(get('/broken')).rejects.toThrow();
  expect(await get('/short')).toEqual({ rows: [] });
});
