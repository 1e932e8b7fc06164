import { type INestApplicationContext } from '@nestjs/common';
import { Alerts, Database } from '@app/platform';
import { createTestModule } from '@app/testing';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { createSyncBench, type SyncBench } from '../../../../test/support/mikrotik/sync-bench';
import { MIKROTIK_CONFIGS } from '../mikrotik.config';
import { BackupViewService } from './backup-view.service';
import { RouterBackupHttpModule } from './router-backup-http.module';
import { RouterBackupService } from './router-backup.service';
import { RouterBackupWorkerModule } from './router-backup-worker.module';

describe('backups of configurations', () => {
  let bench: SyncBench;
  let idle: INestApplicationContext;
  let app: INestApplicationContext;
  let backups: RouterBackupService;
  let views: BackupViewService;
  let router: SimulatedRouter;
  let id: string;

  beforeAll(async () => {
    bench = await createSyncBench();
    idle = await bench.boot('idle');
    const imports = [RouterBackupWorkerModule, RouterBackupHttpModule];
    app = await createTestModule({ database: bench.server, imports, configs: MIKROTIK_CONFIGS });
    backups = app.get(RouterBackupService, { strict: false });
    views = app.get(BackupViewService, { strict: false });
  });
  afterAll(async () => {
    await app.close();
    await bench.close();
  });
  beforeEach(async () => {
    router = await startRouter({ version: '7.20', cpes: [], defaultFirewall: true });
    id = await bench.register(idle, router);
  });
  afterEach(() => router.close());

  const list = async () => (await views.list(id, { limit: 50 })).items;
  const open = async (): Promise<string[]> => {
    const { items } = await app.get(Alerts, { strict: false }).list({ subjectId: id, state: 'OPEN' }, { limit: 50 });
    return items.map(({ key }) => key.replace(`:${id}`, ''));
  };

  it('keeps the text once, however often it is looked at and however the counters grow', async () => {
    expect(await backups.take(id, 'SCHEDULED')).toMatchObject({ changed: true });
    router.run('/ppp/secret/add', '=name=budi', '=password=rahasia', '=comment=langgan:t-1');
    router.dial('budi');
    expect(await backups.take(id, 'SCHEDULED')).toMatchObject({ changed: false });
    const items = await list();
    expect(items).toHaveLength(1);
    expect(items[0]?.verifiedAt.getTime()).toBeGreaterThan(items[0]!.takenAt.getTime());
    const { text } = await views.text(id, items[0]!.id);
    expect(text).toContain('/system/identity\nset name=router-7.20\n');
    expect(text).toContain('action=fasttrack-connection');
    expect(text).not.toMatch(/rahasia|rx-byte| uptime=|<pppoe/);
    expect(router.writes().filter(({ command }) => !command.startsWith('/ppp/secret'))).toEqual([]);
    expect(await open()).toEqual([]);
  });

  it('keeps what somebody changed, tells it, and shows the difference', async () => {
    await backups.take(id, 'SCHEDULED');
    router.run('/ip/pool/add', '=name=tamu', '=ranges=10.77.0.2-10.77.0.9');
    router.run('/ppp/secret/add', '=name=operator', '=password=hunter2');
    const { backupId } = await backups.take(id, 'SCHEDULED');
    expect(await open()).toEqual(['mikrotik.router-config-changed']);
    const { diff, from, to } = await views.diff(id, backupId!);
    expect(diff).toContain('+add name=tamu ranges=10.77.0.2-10.77.0.9');
    expect(diff).toMatch(/\+add name=operator .*password=\*\*\*/);
    expect(diff).not.toContain('hunter2');
    expect([from?.id === to.id, to.added >= 2]).toEqual([false, true]);
    expect((await views.diff(id, from!.id, backupId!)).diff).toContain('-add name=tamu');
    await backups.take(id, 'SCHEDULED');
    expect(await open()).toEqual([]);
  });

  it('a menu that is missing is named and no failure; one that cannot be read is no backup', async () => {
    router.faults.set({ refuse: { command: '/radius', message: 'no such command prefix' } });
    await backups.take(id, 'MANUAL');
    expect((await list())[0]?.unsupported).toContain('/radius');
    router.faults.clear();
    router.faults.set({ refuse: { command: '/ip/pool', message: 'something else went wrong' } });
    await expect(backups.take(id, 'MANUAL')).rejects.toMatchObject({ code: 'MIKROTIK_ROUTER_UNREACHABLE' });
    expect(await list()).toHaveLength(1);
  });

  it('keeps the newest, and all of the last days', async () => {
    const database = app.get(Database, { strict: false });
    await database.execute(
      `insert into router_backups (id, router_id, cause, hash, content, bytes, lines, taken_at)
       select gen_random_uuid(), $1, 'SCHEDULED', decode(repeat('00', 32), 'hex'), '', 0, 0, now() - n * interval '10 days'
         from generate_series(1, 40) n`,
      [id],
    );
    expect(await backups.purge()).toBe(10);
    expect(await list()).toHaveLength(30);
  });
});
