import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { goodSecrets, ImportBench, PROFILES } from '../../../../test/support/pppoe/import-bench';
import { ImportPreviews } from './import-preview.service';

const SECRETS = 5_000;

describe('import of a large router', () => {
  let bench: ImportBench;
  let router: SimulatedRouter;

  beforeAll(async () => {
    bench = await ImportBench.start({});
    const rows = { '/ppp/profile': PROFILES, '/ppp/secret': goodSecrets(SECRETS) };
    router = await startRouter({ version: '7.16', cpes: [], rows });
  });
  afterAll(async () => {
    await bench.close();
    await router.close();
  });

  it('takes over 5,000 secrets with progress, deletes nothing and leaves the router in step', async () => {
    const id = await bench.register(router);
    await bench.sync(id);
    const { rows } = await bench.get(ImportPreviews).of(id);
    expect(rows.filter(({ kind, findings }) => kind === 'ppp-secret' && findings.length === 0)).toHaveLength(SECRETS);
    const importId = await bench.start(id);
    const seen: number[] = [];
    await bench.run(importId, (percent) => seen.push(percent));
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect([new Set(seen).size >= 5, seen.at(-1)]).toEqual([true, 100]);
    expect(
      await bench.count(`router_import_rows where import_id = $1 and state in ('CREATED', 'ADOPTED')`, importId),
    ).toBe(SECRETS);
    expect(await bench.count('pppoe_accounts where router_id = $1', id)).toBe(SECRETS);
    await bench.sync(id);
    expect(router.rows('/ppp/secret')).toHaveLength(SECRETS);
    const written = router.writes().length;
    await bench.sync(id);
    expect(router.writes()).toHaveLength(written);
  });
});
