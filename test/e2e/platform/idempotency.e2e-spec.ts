import { setTimeout as later } from 'node:timers/promises';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsInt, Min } from 'class-validator';
import { CoreErrors } from '@app/core';
import { Database, Idempotent, IdempotencyKey, type Problem, Public } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';

class DepositDto {
  @IsInt()
  @Min(1)
  amount: number;
}

@Controller({ path: 'probe', version: '1' })
class ProbeController {
  static calls = 0;
  static behaviour: () => Promise<void> = () => Promise.resolve();

  constructor(private readonly database: Database) {}

  @Public()
  @Idempotent()
  @Post('deposits')
  async makeProbeDeposit(@Body() deposit: DepositDto): Promise<object> {
    ProbeController.calls++;
    await this.database.execute('insert into probe_deposits values ($1)', [deposit.amount]);
    await ProbeController.behaviour();
    return { zulu: 1, amount: deposit.amount, key: IdempotencyKey.current() ?? null };
  }

  @Public()
  @Idempotent()
  @HttpCode(204)
  @Post('empty')
  makeNothing(): void {
    ProbeController.calls++;
  }
}

@Module({ controllers: [ProbeController] })
class ProbeModule {}

describe('Idempotency-Key', () => {
  let server: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;

  beforeAll(async () => {
    server = await createTestDatabase();
    app = await createApiApp({ database: server, modules: [ProbeModule], env: { IDEMPOTENCY_LOCK_SECONDS: '1' } });
    database = app.get(Database);
    await database.execute('create table probe_deposits (amount int)');
  });
  beforeEach(() => {
    ProbeController.calls = 0;
    ProbeController.behaviour = () => Promise.resolve();
  });
  afterAll(async () => {
    await app.close();
    await server.drop();
  });

  const post = (key: string | undefined, payload: object, url = '/api/v1/probe/deposits') =>
    app.inject({ method: 'POST', url, payload, headers: key === undefined ? {} : { 'idempotency-key': key } });
  const deposits = async (amount: number) =>
    (await database.query('select from probe_deposits where amount = $1', [amount])).length;

  it('answers a repetition with the stored answer, whatever the order of its fields', async () => {
    const first = await post('k1', { amount: 11 });
    const second = await post('k1', { amount: 11 });
    expect(first.statusCode).toBe(201);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.statusCode).toBe(201);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.body).toBe(first.body);
    expect(first.json()).toMatchObject({ key: 'k1' });
    expect([ProbeController.calls, await deposits(11)]).toEqual([1, 1]);
  });

  it('replays an answer without a body', async () => {
    const answers = [
      await post('k-empty', {}, '/api/v1/probe/empty'),
      await post('k-empty', {}, '/api/v1/probe/empty'),
    ];
    expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual([
      [204, ''],
      [204, ''],
    ]);
    expect(ProbeController.calls).toBe(1);
  });

  it('does every request that carries no key', async () => {
    await post(undefined, { amount: 12 });
    await post(undefined, { amount: 12 });
    expect(await deposits(12)).toBe(2);
  });

  it('refuses the key of another body', async () => {
    await post('k2', { amount: 13 });
    const answer = await post('k2', { amount: 14 });
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([422, 'PLATFORM_IDEMPOTENCY_KEY_REUSED']);
    expect(await deposits(14)).toBe(0);
  });

  it('lets exactly one of two at the same time through', async () => {
    ProbeController.behaviour = () => later(200);
    const answers = await Promise.all([post('k3', { amount: 15 }), post('k3', { amount: 15 })]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
    const refused = answers.find(({ statusCode }) => statusCode === 409);
    expect(refused?.json<Problem>().code).toBe('PLATFORM_IDEMPOTENCY_IN_PROGRESS');
    expect(await deposits(15)).toBe(1);
  });

  it('stores no refusal, and what was refused has changed nothing', async () => {
    expect((await post('k4', { amount: 0 })).statusCode).toBe(400);
    ProbeController.behaviour = () => Promise.reject(CoreErrors.STALE_VERSION());
    expect((await post('k4', { amount: 16 })).statusCode).toBe(409);
    expect(await deposits(16)).toBe(0);
    ProbeController.behaviour = () => Promise.resolve();
    expect((await post('k4', { amount: 16 })).statusCode).toBe(201);
    expect(await deposits(16)).toBe(1);
  });

  it('takes over from a request that never ended, whose late end then counts for nothing', async () => {
    let first = true;
    ProbeController.behaviour = async () => {
      if (!first) return;
      first = false;
      await later(1_800);
    };
    const stuck = post('k5', { amount: 17 });
    await later(1_300);
    const second = await post('k5', { amount: 17 });
    expect(second.statusCode).toBe(201);
    expect((await stuck).statusCode).toBe(409);
    expect(await deposits(17)).toBe(1);
    expect((await post('k5', { amount: 17 })).headers['idempotency-replayed']).toBe('true');
  });

  it.each([['x'.repeat(256)], ['späti'], ['']])('refuses the malformed key %p', async (key) => {
    const answer = await post(key, { amount: 18 });
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([400, 'HTTP_INVALID_IDEMPOTENCY_KEY']);
  });
});
