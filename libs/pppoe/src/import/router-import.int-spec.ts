import { BillingRunService, ServiceStates } from '@app/billing';
import { uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { decodeOpaque, SyncRouterService } from '@app/mikrotik';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { goodSecrets, ImportBench, PROFILES } from '../../../../test/support/pppoe/import-bench';
import { OnAccessChangedHandler } from '../handlers/on-access-changed.handler';
import { CreateAccountsService } from '../services/create-accounts.service';
import { failedRowsCsv } from './http/router-import.presenter';
import { ImportPreviews } from './import-preview.service';
import { KeptProfiles } from './kept-profiles.service';
import { RouterImports } from './router-imports.service';

const GOOD = 280;
/** `Pak José` and a dash in windows-1252. */
const FOREIGN = decodeOpaque(Buffer.from([...Buffer.from('Pak Jos'), 0xe9, 0x20, 0x96]));

const PROBLEMS: Readonly<Record<string, Record<string, string>>> = {
  PASSWORD_EMPTY: { name: 'kosong', password: '' },
  PASSWORD_NOT_ASCII: { name: 'rahasia', password: 'pässword' },
  NAME_NOT_ASCII: { name: 'jürgen' },
  NAME_INVALID: { name: 'pak budi' },
  NAME_TAKEN: { name: 'taken' },
  ADDRESS_INVALID: { name: 'pooled', 'remote-address': 'pool1' },
  ADDRESS_TWICE: { name: 'twin', 'remote-address': '10.20.0.5' },
  ADDRESS_IN_USE: { name: 'inuse', 'remote-address': '10.99.0.9' },
  NOT_PPPOE: { name: 'vpn', service: 'l2tp' },
  PROFILE_UNKNOWN: { name: 'lost', profile: 'ghost' },
  PROFILE_NOT_MAPPED: { name: 'special', profile: 'Khusus' },
  DISABLED: { name: 'off', disabled: 'yes' },
  SKIPPED_BY_REQUEST: { name: 'nothere' },
};

describe('import of a router', () => {
  let bench: ImportBench;
  let router: SimulatedRouter;
  let id: string;
  let writtenBefore: number;
  const get = <T>(type: abstract new (...args: never[]) => T): T => bench.get(type);

  beforeAll(async () => {
    bench = await ImportBench.start({ PPPOE_IMPORT_BATCH: '50' });
    const good = goodSecrets(GOOD);
    good[0]!.comment = FOREIGN;
    good[1]!.comment = '';
    const bad = Object.values(PROBLEMS).map((row) => ({ password: 'abc123', profile: '10M', comment: 'x', ...row }));
    router = await startRouter({
      version: '7.16',
      cpes: [],
      rows: { '/ppp/profile': PROFILES, '/ppp/secret': [...good, ...bad] },
    });
    router.run('/ip/hotspot/user/add', '=name=voucher1', '=password=abc');
    router.run('/queue/simple/add', '=name=q1', '=target=10.0.0.7/32', '=max-limit=1M/2M');
    id = await bench.register(router);
    const customerId = await get(CustomersService).create({ siteId: bench.site, name: 'Lama' });
    const subscription = async (): Promise<string> => {
      const made = uuidv7();
      await bench.database.execute(
        `insert into billing_accounts (customer_id, site_id, time_zone, currency)
         values ($1, $2, 'Asia/Jakarta', 'IDR') on conflict do nothing`,
        [customerId.id, bench.site],
      );
      await bench.database.execute(
        `insert into subscriptions (id, customer_id, site_id, plan_id, anchor_day) values ($1, $2, $3, $4, 1)`,
        [made, customerId.id, bench.site, bench.plans.small],
      );
      return made;
    };
    const accounts = get(CreateAccountsService);
    await accounts.create({ subscriptionId: await subscription(), routerId: id, username: 'taken' });
    const fixed = { username: 'ours', remoteAddress: '10.99.0.9' };
    await accounts.create({ subscriptionId: await subscription(), routerId: id, ...fixed });
    // why: what is ours already is in step before anything is taken over
    await bench.sync(id);
    writtenBefore = router.writes().length;
  });
  afterAll(async () => {
    await bench.close();
    await router.close();
  });

  it('previews everything with its problems, shows no password, and writes nothing', async () => {
    const preview = await get(ImportPreviews).of(id);
    const secrets = preview.rows.filter(({ kind }) => kind === 'ppp-secret');
    expect(secrets).toHaveLength(GOOD + Object.keys(PROBLEMS).length + 1);
    expect(secrets.at(-1)).toMatchObject({ object: { name: 'ours' }, findings: ['ALREADY_MANAGED'] });
    for (const [code, { name }] of Object.entries(PROBLEMS)) {
      if (code === 'PROFILE_NOT_MAPPED' || code === 'SKIPPED_BY_REQUEST') continue;
      const findings = secrets.find(({ object }) => object.name === name)!.findings;
      expect([name, findings]).toEqual([name, expect.arrayContaining([code])]);
    }
    const find = (name: string) => preview.rows.find(({ object }) => object.name === name);
    expect(find('voucher1')?.findings).toEqual(['HOTSPOT_LATER']);
    expect(find('q1')?.findings).toEqual(['SHOWN_ONLY']);
    expect(find('u0')).toMatchObject({ findings: ['TEXT_ENCODED'], object: { comment: 'Pak José –' } });
    expect(find('u1')?.findings).toEqual(['NO_COMMENT']);
    expect(preview.profiles.find(({ name }) => name === '10M')).toMatchObject({
      rates: { uploadKbps: 5_000, downloadKbps: 10_000 },
      suggestions: [{ planCode: 'HOME10', reason: 'RATE' }],
    });
    expect(JSON.stringify(preview)).not.toContain('xyz');
    expect(await bench.count(`router_inventories where objects::text like '%00%xyz%'`)).toBe(0);
    expect(router.writes()).toHaveLength(writtenBefore);
  });

  let importId: string;

  it('brings them in, whatever it is killed between, and writes our mark only', async () => {
    importId = await bench.start(id, { skip: ['nothere'] });
    await expect(bench.start(id)).rejects.toThrow('PPPOE_IMPORT_RUNNING');
    let steps = 0;
    const die = (): void => {
      if (++steps % 3 === 0) throw new Error('killed');
    };
    let deaths = 0;
    for (;;) {
      const outcome = await bench.run(importId, die).catch(() => 'DIED');
      if (outcome === 'COMPLETED') break;
      deaths += 1;
      expect(deaths).toBeLessThan(20);
      // why: who is killed cannot even say that he failed
      await bench.database.execute(`update router_imports set state = 'RUNNING' where id = $1`, [importId]);
    }
    expect(deaths).toBeGreaterThan(2);
    const { counts, state } = await get(RouterImports).get(id, importId);
    expect(state).toBe('COMPLETED');
    const codes = await bench.codes(importId);
    for (const [code, { name }] of Object.entries(PROBLEMS)) expect([name, codes[name!]]).toEqual([name, code]);
    // why: u5 has the address of `twin`
    expect(codes.u5).toBe('ADDRESS_TWICE');
    expect(counts).toEqual({ PENDING: 0, CREATED: 0, ADOPTED: GOOD - 1, SKIPPED: 3, FAILED: 12 });
    expect(await bench.count('subscriptions where status = $1', 'ACTIVE')).toBe(GOOD - 1);
    expect(await bench.count('customers')).toBe(GOOD);
    const writes = router.writes().slice(writtenBefore);
    expect(new Set(writes.map(({ command }) => command))).toEqual(new Set(['/ppp/secret/set']));
    expect(new Set(writes.flatMap(({ attributes }) => Object.keys(attributes)))).toEqual(new Set(['.id', 'comment']));
    expect(writes).toHaveLength(GOOD - 1);
  });

  it("keeps the operator's bytes", async () => {
    const account = await bench.database.queryOne<{ owner: string }>(
      `select 'sub-' || subscription_id as owner from pppoe_accounts where username = 'u0'`,
    );
    expect(router.row('/ppp/secret', 'u0')?.comment).toBe(`${FOREIGN} langgan:${account?.owner}`);
    expect(router.row('/ppp/secret', 'u1')?.comment).toMatch(/^langgan:sub-/);
    expect(await bench.count(`customers where name in ('Pak José –', 'u1', 'Pelanggan 2')`)).toBe(3);
  });

  it('is in step from the first full sync on: zero writes', async () => {
    const before = router.writes().length;
    await bench.sync(id);
    expect(router.writes()).toHaveLength(before);
    const { kinds } = await bench.plan(id);
    expect(kinds.find(({ kind }) => kind === 'ppp-secret')).toMatchObject({
      ...{ inStep: GOOD - 1 + 1, creates: 0, updates: 0, removals: 0, conflicts: 1 },
    });
    expect(await bench.count(`router_sync_items where dead and resource_key <> 'taken'`)).toBe(0);
  });

  it('bills nothing for the time before', async () => {
    await get(BillingRunService).run({ trigger: 'MANUAL', requestedBy: 'test' });
    expect(await bench.count('invoices')).toBe(0);
    expect(await bench.count(`subscriptions where next_period_start = $1 and status = 'ACTIVE'`, bench.day(30))).toBe(
      GOOD - 1,
    );
  });

  it('a second time attaches nothing twice', async () => {
    const before = router.writes().length;
    const again = await bench.start(id, { skip: ['nothere'] });
    expect(await bench.run(again)).toBe('COMPLETED');
    const { counts } = await get(RouterImports).get(id, again);
    expect(counts).toMatchObject({ PENDING: 0, ADOPTED: 0, SKIPPED: GOOD - 1 + 3, FAILED: 12 });
    expect(await bench.count('customers')).toBe(GOOD);
    expect(router.writes()).toHaveLength(before);
    expect(await bench.run(again)).toBe('NOTHING');
    const csv = failedRowsCsv(await get(RouterImports).failedRows(id, again));
    expect(csv).toContain('kosong,10M,,PASSWORD_EMPTY,Password kosong,The password is empty\r\n');
    expect(csv.split('\r\n')).toHaveLength(12 + 2);
  });

  it('isolates and restores an adopted secret, back onto the profile of the operator', async () => {
    const account = await bench.database.queryOne<{ subscriptionId: string }>(
      `select subscription_id as "subscriptionId" from pppoe_accounts where username = 'u10'`,
    );
    const { subscriptionId } = account!;
    const access = async (desired: string): Promise<void> => {
      await bench.database.execute(
        `update access_intents set desired = $2, version = version + 1 where subscription_id = $1`,
        [subscriptionId, desired],
      );
      const payload = { subscriptionId };
      await get(OnAccessChangedHandler).handle({ id: uuidv7(), topic: 't', key: 'k', payload, occurredAt: new Date() });
      await get(SyncRouterService).run(id, new AbortController().signal);
    };
    await access('ISOLATED');
    expect(router.row('/ppp/secret', 'u10')).toMatchObject({ profile: 'isolir' });
    expect(router.row('/ppp/secret', 'u10')?.['remote-address']).toBeFalsy();
    await access('ENABLED');
    expect(router.row('/ppp/secret', 'u10')).toMatchObject({ profile: '10M', 'remote-address': '10.20.0.10' });
    expect((await get(ServiceStates).of([subscriptionId]))[0]?.desired).toBe('ENABLED');
  });

  it("shows what the plans' own profiles would change, and changes it when just that is confirmed", async () => {
    const kept = get(KeptProfiles);
    const { digest, total, changes } = await kept.view(id, '20M');
    expect(changes).toEqual([{ from: '20M', to: 'lg-HOME20', accounts: total }]);
    await expect(kept.release(id, '0'.repeat(32), '20M')).rejects.toThrow('PPPOE_IMPORT_CHANGED');
    await kept.release(id, digest, '20M');
    const { kinds } = await bench.plan(id);
    expect(kinds.find(({ kind }) => kind === 'ppp-secret')).toMatchObject({ updates: total, removals: 0 });
    await bench.sync(id);
    expect(router.row('/ppp/secret', 'u0')).toMatchObject({ profile: 'lg-HOME20' });
    expect(router.row('/ppp/secret', 'u10')).toMatchObject({ profile: '10M' });
    expect((await kept.view(id, '20M')).total).toBe(0);
  });

  describe('a router that had nothing of ours', () => {
    let other: SimulatedRouter;
    let otherId: string;

    beforeAll(async () => {
      const secrets = goodSecrets(120).map((row) => ({ ...row, name: `v${row.name!}` }));
      const codes = [
        { name: 'bykode', comment: 'P900001 Bu Ani' },
        { name: 'twocodes', comment: 'P900001 P900002' },
        { name: 'off', disabled: 'yes' },
        { name: 'marked', comment: `Pak X langgan:sub-${uuidv7()}` },
      ].map((row) => ({ password: 'abc123', profile: '10M', ...row }));
      const rows = { '/ppp/profile': PROFILES, '/ppp/secret': [...secrets, ...codes] };
      other = await startRouter({ version: '6.49', name: 'other', cpes: [], rows });
      otherId = await bench.register(other);
      for (const code of ['P900001', 'P900002']) {
        await get(CustomersService).create({ siteId: bench.site, name: code, code });
      }
    });
    afterAll(async () => {
      await other.close();
    });

    it('says why passwords are not there', async () => {
      const group = { name: 'blind', policy: 'read,write,api,test,policy' };
      const blind = await startRouter({
        ...{ version: '7.10', name: 'blind', cpes: [] },
        users: [{ name: 'admin', password: 'secret', group: 'blind' }],
        rows: { '/user/group': [group], '/ppp/secret': goodSecrets(3), '/ppp/profile': PROFILES },
      });
      const { rows } = await get(ImportPreviews).of(await bench.register(blind));
      await blind.close();
      const secrets = rows.filter(({ kind }) => kind === 'ppp-secret');
      expect(secrets.map(({ findings }) => findings[0])).toEqual([1, 2, 3].map(() => 'PASSWORD_HIDDEN'));
    });

    it('is cancelled between two batches and resumed', async () => {
      const importId = await bench.start(otherId, { customers: 'ATTACH_OR_CREATE', disabled: 'INCLUDE' });
      let cancelled = false;
      const outcome = await bench.run(importId, () => {
        if (!cancelled) void get(RouterImports).cancel(otherId, importId);
        cancelled = true;
      });
      const { counts } = await get(RouterImports).get(otherId, importId);
      expect([outcome, counts.CREATED]).toEqual(['CANCELLED', 0]);
      expect(counts.ADOPTED).toBeLessThan(120);
      expect(await bench.run(importId)).toBe('NOTHING');
      await get(RouterImports).resume(otherId, importId);
      await expect(get(RouterImports).resume(otherId, importId)).rejects.toThrow('PPPOE_IMPORT_NOT_OPEN_AGAIN');
      expect(await bench.run(importId)).toBe('COMPLETED');
      const codes = await bench.codes(importId);
      expect(codes).toMatchObject({ twocodes: 'CUSTOMER_AMBIGUOUS', marked: 'MARK_UNKNOWN', off: 'ADOPTED' });
      expect(
        await bench.count(`subscriptions s join customers c on c.id = s.customer_id where c.code = 'P900001'`),
      ).toBe(1);
      const off = `pppoe_accounts a join subscriptions s on s.id = a.subscription_id where s.status = 'PENDING'`;
      expect(await bench.count(`${off} and a.username = 'off'`)).toBe(1);
    });

    it('is in step: nothing is written, not even a profile', async () => {
      other.run('/ppp/secret/set', '=.id=marked', '=comment=Pak X');
      const before = other.writes().length;
      await bench.sync(otherId);
      await bench.sync(otherId);
      expect(other.writes()).toHaveLength(before);
      expect((await bench.plan(otherId)).total).toMatchObject({ creates: 0, updates: 0, moves: 0, removals: 0 });
      expect(other.row('/ppp/secret', 'off')).toMatchObject({ disabled: 'yes' });
    });
  });
});
