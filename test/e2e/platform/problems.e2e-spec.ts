import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsString, ValidateNested } from 'class-validator';
import { MoneyDto, PageQueryDto, type Problem, Public } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';

class LineDto {
  @IsString()
  text: string;

  @ValidateNested()
  @Type(() => MoneyDto)
  price: MoneyDto;
}

class OrderDto {
  @IsInt()
  count: number;

  @IsArray()
  @ArrayMaxSize(3)
  @ValidateNested({ each: true })
  @Type(() => LineDto)
  lines: LineDto[];
}

@Controller({ path: 'probe', version: '1' })
class ProbeController {
  @Public()
  @Post('orders')
  placeProbeOrder(@Body() order: OrderDto): OrderDto {
    return order;
  }

  @Public()
  @Get('orders')
  listProbeOrders(@Query() query: PageQueryDto): PageQueryDto {
    return query;
  }

  @Public()
  @Get('bare')
  bareProbe(): { ok: boolean } {
    return { ok: true };
  }

  @Public()
  @Get('defect')
  defectiveProbe(): never {
    throw new Error('password=hunter2 at /srv/secret.ts');
  }

  @Public()
  @Get('away')
  awayProbe(): never {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  }
}

@Module({ controllers: [ProbeController] })
class ProbeModule {}

describe('problems of the API', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createApiApp({ database, modules: [ProbeModule] });
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const post = (payload: unknown, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/probe/orders',
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
      headers: { 'content-type': 'application/json', 'accept-language': 'en', ...headers },
    });
  const get = (url: string, headers: Record<string, string> = {}) =>
    app.inject({ method: 'GET', url, headers: { 'accept-language': 'en', ...headers } });

  const good = { count: 1, lines: [{ text: 'a', price: { amount: '5', currency: 'IDR' } }] };

  it('takes a good body as it is', async () => {
    const answer = await post(good);
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual(good);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('names every field that is wrong, by path', async () => {
    const answer = await post({
      count: '1',
      surplus: true,
      lines: [{ text: 'a', price: { amount: '1.5', currency: 'IDR' } }],
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    const problem = answer.json<Problem>();
    expect(problem).toMatchObject({
      type: '/problems/core-validation-failed',
      status: 400,
      code: 'CORE_VALIDATION_FAILED',
      instance: '/api/v1/probe/orders',
      traceId: answer.headers['x-request-id'],
    });
    expect(problem.errors.map(({ path, code }) => ({ path, code }))).toEqual(
      expect.arrayContaining([
        { path: 'surplus', code: 'UNKNOWN_FIELD' },
        { path: 'count', code: 'IS_INT' },
        { path: 'lines[0].price.amount', code: 'MATCHES' },
      ]),
    );
  });

  it.each([
    ['broken JSON', '{"count":', 'HTTP_UNREADABLE_BODY'],
    ['a prototype in the body', '{"__proto__":{"admin":true},"count":1,"lines":[]}', 'HTTP_UNREADABLE_BODY'],
    ['an empty body', '', 'HTTP_UNREADABLE_BODY'],
    ['null', 'null', 'CORE_VALIDATION_FAILED'],
    ['a list', '[]', 'CORE_VALIDATION_FAILED'],
    ['a bare text', '"x"', 'CORE_VALIDATION_FAILED'],
  ])('answers 400 to %s', async (_what, body, code) => {
    const answer = await post(body);
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([400, code]);
  });

  it('refuses 10 MB with 413 and what is not JSON with 415', async () => {
    const large = await post(JSON.stringify({ ...good, surplus: 'x'.repeat(10_000_000) }));
    expect([large.statusCode, large.json<Problem>().code]).toEqual([413, 'HTTP_BODY_TOO_LARGE']);
    const xml = await post('<a/>', { 'content-type': 'application/xml' });
    expect([xml.statusCode, xml.json<Problem>().code]).toEqual([415, 'HTTP_UNSUPPORTED_MEDIA_TYPE']);
  });

  it.each([
    ['/api/v1/probe/orders?limit=10&foo=1', 'foo'],
    ['/api/v1/probe/orders?limit=ten', 'limit'],
    ['/api/v1/probe/orders?limit=201', 'limit'],
    ['/api/v1/probe/bare?x=1', 'x'],
  ])('refuses the query of %s', async (url, path) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(400);
    expect(answer.json<Problem>().errors[0]?.path).toBe(path);
  });

  it('reads numbers of a query and leaves them out where they are', async () => {
    expect((await get('/api/v1/probe/orders?limit=10')).json()).toMatchObject({ limit: 10 });
    expect((await get('/api/v1/probe/bare')).statusCode).toBe(200);
  });

  it.each(['/api/v1/nothing', '/nothing', '/api/v2/probe/bare', '/api/probe/bare'])(
    'answers 404 to %s',
    async (url) => {
      const answer = await get(url);
      expect([answer.statusCode, answer.json<Problem>().code]).toEqual([404, 'HTTP_ROUTE_NOT_FOUND']);
    },
  );

  it('hides the inside of a defect', async () => {
    const answer = await get('/api/v1/probe/defect');
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([500, 'HTTP_INTERNAL_ERROR']);
    expect(answer.body).not.toMatch(/hunter2|secret\.ts/);
  });

  it('says 503 with Retry-After while the database is away', async () => {
    const answer = await get('/api/v1/probe/away');
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([503, 'CORE_DATABASE_UNAVAILABLE']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('speaks Indonesian unless English is preferred', async () => {
    const title = async (language?: string) =>
      (
        await app.inject({
          method: 'POST',
          url: '/api/v1/probe/orders',
          payload: {},
          ...(language === undefined ? {} : { headers: { 'accept-language': language } }),
        })
      ).json<Problem>();
    expect((await title()).title).toBe('Permintaan tidak sah');
    expect((await title('fr, en;q=0.5, id;q=0.4')).title).toBe('The request is not valid');
    expect((await title('id-ID,id;q=0.9,en;q=0.8')).errors[0]?.message).toBe('harus bilangan bulat');
  });

  it('takes over a sane request id only', async () => {
    const sane = await get('/api/v1/probe/bare', { 'x-request-id': 'trace-0123456789' });
    expect(sane.headers['x-request-id']).toBe('trace-0123456789');
    const odd = await get('/api/v1/probe/bare', { 'x-request-id': 'a b\tc' });
    expect(odd.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('sends the security headers', async () => {
    const { headers } = await get('/api/v1/probe/bare');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['strict-transport-security']).toContain('max-age=');
  });
});
