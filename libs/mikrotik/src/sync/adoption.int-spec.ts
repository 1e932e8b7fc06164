import { type INestApplicationContext } from '@nestjs/common';
import { Database } from '@app/platform';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { createSyncBench, type SyncBench } from '../../../../test/support/mikrotik/sync-bench';
import { RESOURCE_KINDS } from '../domain/desired-resource';
import { AdoptionService } from './adoption.service';

describe('adoption of what the operator made', () => {
  let bench: SyncBench;
  let app: INestApplicationContext;
  let service: AdoptionService;
  let router: SimulatedRouter;
  let id: string;

  beforeAll(async () => {
    bench = await createSyncBench(RESOURCE_KINDS);
    app = await bench.boot('idle');
    service = app.get(AdoptionService, { strict: false });
    router = await startRouter({ version: '7.16', cpes: [] });
    id = await bench.register(app, router);
  });
  afterAll(async () => {
    await router.close();
    await bench.close();
  });

  it('puts the mark behind the text, once', async () => {
    router.run('/ppp/secret/add', '=name=budi', '=password=001234', '=comment=Pak Budi, rumah biru');
    expect(await service.adopt(id, 'ppp-secret', 'budi', 'sub-1')).toBe('ADOPTED');
    expect(await service.adopt(id, 'ppp-secret', 'budi', 'sub-1')).toBe('OWNED_ALREADY');
    expect(router.row('/ppp/secret', 'budi')).toMatchObject({
      comment: 'Pak Budi, rumah biru langgan:sub-1',
      password: '001234',
    });
    expect(router.writes()).toHaveLength(1);
    const noted = await app.get(Database, { strict: false }).query<{ known: boolean }>(
      `select e.site_id = r.site_id as known from audit_entries e join routers r on r.id::text = e.subject_id::text
          where e.action = 'router.adopted' and r.id = $1`,
      [id],
    );
    expect(noted).toEqual([{ known: true }]);
    await expect(service.adopt(id, 'ppp-secret', 'budi', 'sub-2')).rejects.toThrow('MIKROTIK_OBJECT_OWNED');
    await expect(service.adopt(id, 'ppp-secret', 'siti', 'sub-2')).rejects.toThrow('MIKROTIK_OBJECT_NOT_FOUND');
  });

  it('adopts many at once, and what cannot be does not keep the others from it', async () => {
    for (let n = 0; n < 150; n++) router.run('/ppp/secret/add', `=name=u${n}`);
    const adoptions = Array.from({ length: 151 }, (_, n) => ({
      ...{ kind: 'ppp-secret' as const, name: `u${n}`, owner: `sub-u${n}` },
    }));
    const { adopted, failed } = await service.adoptMany(id, adoptions);
    expect(adopted).toHaveLength(150);
    expect(failed.map(({ adoption }) => adoption.name)).toEqual(['u150']);
    expect(router.row('/ppp/secret', 'u149')?.comment).toBe('langgan:sub-u149');
  });

  it('nameless objects by their id; what has no comment not at all', async () => {
    router.run('/ip/firewall/address-list/add', '=list=isolir', '=address=10.0.0.2', '=comment=lama');
    const [entry] = router.rows('/ip/firewall/address-list');
    await service.adopt(id, 'address-list', entry!['.id']!, 'sub-7');
    expect(router.rows('/ip/firewall/address-list')[0]?.comment).toBe('lama langgan:sub-7');
    router.run('/ip/pool/add', '=name=pool1', '=ranges=10.1.0.2-10.1.0.9');
    await expect(service.adopt(id, 'ip-pool', 'pool1', 'x')).rejects.toThrow('MIKROTIK_NOT_ADOPTABLE');
  });
});
