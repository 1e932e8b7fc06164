import { type TestingModule } from '@nestjs/testing';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { createTestDatabase, createTestModule, type TestDatabase } from '@app/testing';
import { GatewayBudgetRepository } from '../../repositories/reconciliation/gateway-budget.repository';
import { GatewayBudget } from './gateway-budget.service';
import { Module } from '@nestjs/common';

@Module({ providers: [GatewayBudget, GatewayBudgetRepository] })
class BudgetModule {}

describe('the budget of questions to a gateway', () => {
  let server: TestDatabase;
  let one: TestingModule;
  let two: TestingModule;
  let database: Database;
  let account: string;

  beforeAll(async () => {
    server = await createTestDatabase();
    one = await createTestModule({ database: server, imports: [BudgetModule] });
    two = await createTestModule({ database: server, imports: [BudgetModule] });
    database = one.get(Database);
  });
  beforeEach(async () => {
    account = uuidv7();
    await database.execute(
      `insert into gateway_accounts (id, code, gateway, name, environment, secrets_sealed, cash_account, currency)
       values ($1, $2, 'duitku', 'Duitku', 'SANDBOX', '', 'CASH.GATEWAY', 'IDR')`,
      [account, account.slice(-8)],
    );
  });
  afterAll(async () => {
    await Promise.all([one.close(), two.close()]);
    await server.drop();
  });

  const budget = (n = 0) => (n % 2 ? two : one).get(GatewayBudget);
  const travel = (minutes: number) =>
    database.execute(
      `update gateway_budgets set minute_free_at = minute_free_at - $2 * interval '1 minute',
      hour_free_at = hour_free_at - $2 * interval '1 minute', refused_at = refused_at - $2 * interval '1 minute',
      paused_until_at = paused_until_at - $2 * interval '1 minute' where account_id = $1`,
      [account, minutes],
    );
  const takeMany = async (times: number): Promise<number> =>
    (await Promise.all([...Array(times).keys()].map((n) => budget(n).tryTake(account)))).filter(Boolean).length;

  it('gives ten a minute to all processes together, and fills up again', async () => {
    const taken = await takeMany(40);
    // why: a slow machine may fill it by one share of six seconds while the others still queue
    expect(taken).toBeGreaterThanOrEqual(10);
    expect(taken).toBeLessThanOrEqual(12);
    await travel(1);
    expect(await takeMany(40)).toBeGreaterThanOrEqual(9);
  });

  it('gives 300 an hour, however patient one asks', async () => {
    let taken = 0;
    for (let minute = 0; minute < 45; minute++) {
      await database.execute(
        `update gateway_budgets set minute_free_at = minute_free_at - interval '1 minute' where account_id = $1`,
        [account],
      );
      taken += await takeMany(10);
    }
    expect(taken).toBeGreaterThanOrEqual(290);
    expect(taken).toBeLessThanOrEqual(320);
  });

  it('pauses for 60 to 70 minutes after a burst of refusals, with an alert, and goes on after it', async () => {
    await budget().learn(account, 'rate-limited');
    await budget(1).learn(account, 'refused');
    expect(await budget().tryTake(account)).toBe(true);
    await budget().learn(account, 'refused');
    expect(await budget(1).tryTake(account)).toBe(false);
    const open = await database.queryOne(`select severity from alerts where subject_id = $1 and resolved_at is null`, [
      account,
    ]);
    expect(open).toEqual({ severity: 'WARNING' });
    await budget().learn(account, undefined);
    expect(await budget().tryTake(account)).toBe(false);
    await travel(59);
    expect(await budget().tryTake(account)).toBe(false);
    await travel(11);
    expect(await budget().tryTake(account)).toBe(true);
    await budget().learn(account, undefined);
    expect(
      await database.queryOne(`select 1 from alerts where subject_id = $1 and resolved_at is null`, [account]),
    ).toBeUndefined();
  });

  it('forgets refusals that are far apart, and takes timeouts for no block', async () => {
    for (let n = 0; n < 4; n++) {
      await budget().learn(account, 'refused');
      await travel(6);
    }
    for (let n = 0; n < 9; n++) await budget().learn(account, 'timeout');
    expect(await budget().tryTake(account)).toBe(true);
  });
});
