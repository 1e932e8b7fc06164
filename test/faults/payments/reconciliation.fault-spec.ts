import { InvoiceDrafts } from '@app/billing';
import { Money } from '@app/core';
import { CustomersService } from '@app/customers';
import {
  Attempts,
  type GatewayAccounts as Accounts,
  GatewayAccounts,
  ImportSettlement,
  Reconciliation,
  RefundRunner,
  Refunds,
  SettlementReports,
} from '@app/payments';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import {
  type FaultKind,
  type Operation,
  type Order,
  type PaymentSimulator,
  type ProviderName,
  settlementReport,
  startPaymentSimulator,
} from '../../../apps/simulator/src/payments';
import { PayScene } from '../../support/payments/pay-scene';

type NewAccount = Parameters<Accounts['create']>[0];

/** What a merchant's own account is called at each gateway of the simulator. */
const KEYS: Readonly<Partial<Record<ProviderName, Pick<NewAccount, 'settings' | 'secrets'>>>> = {
  duitku: { settings: { merchantCode: 'DS12345' }, secrets: { apiKey: '732B39FC61796845775D2C4FB05332AF' } },
  midtrans: { settings: {}, secrets: { serverKey: 'SB-Mid-server-simulator' } },
};

/** Gateways that speak over the wire, with all the ways in which they fail. */
describe('reconciliation against gateways that fail', () => {
  let database: TestDatabase;
  let scene: PayScene;
  let simulator: PaymentSimulator;
  const accounts = new Map<ProviderName, string>();

  beforeAll(async () => {
    Object.assign(process.env, {
      ...{ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8', OUTBOUND_PORTS: '1-65535', OUTBOUND_ALLOW_HTTP: 'true' },
      OUTBOUND_TIMEOUT_MS: '1500',
    });
    database = await createTestDatabase();
    simulator = await startPaymentSimulator({ queryLimit: { calls: 1_000, windowMs: 60_000, blockMs: 60_000 } });
    scene = await PayScene.open(database.url);
    for (const [gateway, keys] of Object.entries(KEYS)) {
      const settings = { ...keys.settings, baseUrl: simulator.baseUrl(gateway as ProviderName) };
      const account = { gateway, code: `${gateway.toUpperCase()}-S`, siteId: null, name: gateway } as const;
      const { id } = await scene.get(GatewayAccounts).create({ ...account, environment: 'SANDBOX', ...keys, settings });
      accounts.set(gateway as ProviderName, id);
    }
  }, 120_000);
  beforeEach(async () => {
    simulator.faults.clear();
    await scene.database.execute('delete from gateway_budgets');
  });
  afterEach(() => scene.prove());
  afterAll(async () => {
    await scene.close();
    await simulator.close();
    await database.drop();
  });

  const fault = (provider: ProviderName, operation: Operation, kind: FaultKind, times = 1): void => {
    simulator.faults.add({ provider, operation, kind, times });
  };
  const orderOf = (merchantOrderId: string): Order => {
    const order = simulator.orders.list().find((one) => one.merchantOrderId === merchantOrderId);
    if (!order) throw new Error(`no order ${merchantOrderId}`);
    return order;
  };
  /** A payer got as far as the gateway's page, and pays; the gateway tells nobody. */
  const paidInSilence = async (provider: ProviderName) => {
    const { id: customerId } = await scene.get(CustomersService).create({ siteId: scene.siteId, name: 'Budi' });
    const drafts = scene.get(InvoiceDrafts);
    const unitPrice = Money.of(150_000n, 'IDR');
    const invoiceId = await drafts.create(customerId, [
      { description: 'Kabel', quantity: 1, unitPrice, taxCode: 'NONE' },
    ]);
    await drafts.finalise(invoiceId);
    const attempt = await scene.get(Attempts).start({
      ...{ target: { kind: 'INVOICE', id: invoiceId }, accountId: accounts.get(provider) },
      returnUrl: 'https://isp.example/p/x',
    });
    await simulator.pay(orderOf(attempt.merchantOrderId), { notices: [] });
    return { ...attempt, invoiceId };
  };
  const run = async (id: string) => {
    await scene.database.execute('update payment_attempts set next_check_at = app_now() where id = $1', [id]);
    return scene.get(Reconciliation).run();
  };
  const paymentsOf = (id: string) =>
    scene.database.query<{ id: string; amount: bigint }>('select id, amount from payments where attempt_id = $1', [id]);

  const silent: readonly FaultKind[] = ['html-before', 'error-before', 'rate-limit', 'timeout-before', 'redirect'];
  it.each(silent)('a lost callback and a question that ends in %s: booked once at the next question', async (kind) => {
    const attempt = await paidInSilence('duitku');
    fault('duitku', 'query', kind);
    expect(await run(attempt.id)).toMatchObject({ asked: 1, settled: 0 });
    expect(await paymentsOf(attempt.id)).toEqual([]);
    expect(await run(attempt.id)).toMatchObject({ settled: 1 });
    expect(await paymentsOf(attempt.id)).toMatchObject([{ amount: 150_000n }]);
  });

  it('a checkout that times out after it was made: the attempt is found and booked', async () => {
    fault('duitku', 'create', 'timeout-after');
    const attempt = await paidInSilence('duitku');
    expect(attempt.state).toBe('UNKNOWN');
    expect(await run(attempt.id)).toMatchObject({ settled: 1 });
  });

  it('callback and reconciliation in the same millisecond make one payment', async () => {
    const attempt = await paidInSilence('duitku');
    await scene.database.execute('update payment_attempts set next_check_at = app_now() where id = $1', [attempt.id]);
    const refresh = async () => scene.get(Reconciliation).run();
    await Promise.all([refresh(), refresh(), refresh()]);
    expect(await paymentsOf(attempt.id)).toHaveLength(1);
  });

  it.each(['timeout-after', 'error-after', 'reset-after'] as const)(
    'a refund whose call ends in %s after it was done is refunded once',
    async (kind) => {
      const attempt = await paidInSilence('midtrans');
      await run(attempt.id);
      const [payment] = await paymentsOf(attempt.id);
      fault('midtrans', 'refund', kind);
      const { id } = await scene.get(Refunds).request({
        ...{ paymentId: payment?.id ?? '', way: 'GATEWAY', reason: 'a test of faults' },
      });
      const runner = scene.get(RefundRunner);
      expect(await runner.run(id)).toBe('UNKNOWN');
      await scene.database.execute('update refunds set next_check_at = app_now() where id = $1', [id]);
      expect(await runner.run(id)).toBe('DONE');
      expect(orderOf(attempt.merchantOrderId).refunds).toMatchObject([{ amount: 150_000 }]);
    },
  );

  it.each(['duitku', 'midtrans'] as const)('the own report of %s matches, line by line', async (provider) => {
    const attempt = await paidInSilence(provider);
    await run(attempt.id);
    const content = Buffer.from(settlementReport(provider, [orderOf(attempt.merchantOrderId)]));
    const accountId = accounts.get(provider) ?? '';
    const file = { accountId, fileName: 'day.csv', contentType: 'text/csv', content, columns: {} };
    const { reportId } = await scene.get(SettlementReports).upload(file);
    expect(await scene.get(ImportSettlement).run(reportId)).toBe('COMPLETED');
    const { sums, badRows } = await scene.get(SettlementReports).get(reportId);
    expect([sums, badRows]).toMatchObject([[{ kind: 'PAYMENT', state: 'MATCHED', count: 1, fee: 2_500n }], []]);
  });
});
