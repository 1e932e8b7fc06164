import { type INestApplicationContext } from '@nestjs/common';
import { Database, SecretBox } from '@app/platform';
import { type SimulatedRouter, startRouter, type Version } from '../../../../apps/simulator/src';
import { createSyncBench, type SyncBench } from '../../../../test/support/mikrotik/sync-bench';
import { CommandJournal } from '../journal/command-journal';
import { RotateDueCredentialsJob } from '../jobs/rotate-due-credentials.job';
import { RouterPool } from '../pool';
import { RouterPasswordRepository } from '../repositories/router-password.repository';
import { RoutersService } from '../services/routers.service';
import { command, RouterOsError } from '../transport';
import { RouterLogins } from './router-logins';
import { passwordPlace, pendingPlace, RouterPasswords } from './router-passwords';
import { RotateCredentials } from './rotate-credentials.service';
import { RouterSecurityConfig } from './router-security.config';

const IDENTITY = command('/system/identity/print');
const killed = new Error('killed');
const OURS = { name: 'langgan', policy: 'read,write,api,test,password' };

describe('rotation of router passwords', () => {
  let bench: SyncBench;
  let app: INestApplicationContext;
  let names = 0;
  const started: SimulatedRouter[] = [];

  beforeAll(async () => {
    bench = await createSyncBench();
    app = await bench.boot('idle');
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    await bench.close();
    await Promise.all(started.map((router) => router.close()));
  });

  const get = <T>(token: abstract new (...args: never[]) => T): T => app.get(token as never, { strict: false });

  /** A router whose user of ours has these rights. */
  const router = async (policy: Partial<typeof OURS> = {}, version: Version = '7.16') => {
    const simulated = await startRouter({
      ...{ version, name: `rot-${++names}`, users: [{ name: 'admin', password: 'secret', group: 'langgan' }] },
      rows: { '/user/group': [{ ...OURS, ...policy }] },
    });
    started.push(simulated);
    return { simulated, id: await bench.register(app, simulated) };
  };
  const onRouter = (simulated: SimulatedRouter) => simulated.row('/user', 'admin')?.password;
  const row = async (id: string) => {
    const found = await get(Database).queryOne<{
      sealed: string;
      pending: string | null;
      version: number;
      code: string | null;
    }>(
      `select password_sealed as sealed, pending_password_sealed as pending, version, rotation_error_code as code
         from routers where id = $1`,
      [id],
    );
    if (!found) throw new Error('gone');
    return { ...found, password: get(SecretBox).open(found.sealed, passwordPlace(id)) };
  };
  /** A fresh connection works, and afterwards one password is known to be the right one. */
  const connects = async (id: string, simulated: SimulatedRouter) => {
    await get(RouterPool).forget(id);
    expect(await get(RouterPool).exec(id, IDENTITY)).toHaveLength(1);
    const { password, pending } = await row(id);
    return { same: password === onRouter(simulated), pending };
  };
  const rotate = (id: string) => get(RotateCredentials).rotate(id);

  it.each(['6.49', '7.20'] as const)('sets a new one, tries it, then keeps it: RouterOS %s', async (version) => {
    const { simulated, id } = await router({}, version);
    await get(RouterPool).exec(id, IDENTITY);
    expect(await rotate(id)).toBe('ROTATED');
    const after = await row(id);
    expect(after).toMatchObject({ pending: null, version: 2, code: null, password: onRouter(simulated) });
    expect(after.password).toMatch(/^[A-Za-z2-9]{28}$/);
    await get(CommandJournal).flush();
    const log = await get(Database).query<{ words: string[]; cause: string }>(
      `select cause, words from router_command_log where router_id = $1`,
      [id],
    );
    expect(log).toEqual([
      { cause: 'ROTATION', words: ['=old-password=***', '=new-password=***', '=confirm-new-password=***'] },
    ]);
    expect(await connects(id, simulated)).toEqual({ same: true, pending: null });
  });

  it('goes by /user where only that is allowed', async () => {
    const { simulated, id } = await router({ policy: 'read,write,api,test,policy' });
    expect(await rotate(id)).toBe('ROTATED');
    expect((await row(id)).password).toBe(onRouter(simulated));
  });

  it('says which right is missing, and changes nothing', async () => {
    const { simulated, id } = await router({ policy: 'read,write,api,test' });
    await expect(rotate(id)).rejects.toMatchObject({ code: 'MIKROTIK_ROTATION_FORBIDDEN' });
    expect(await row(id)).toMatchObject({ pending: null, version: 1, code: 'PERMISSION_DENIED', password: 'secret' });
    expect(onRouter(simulated)).toBe('secret');
  });

  it('keeps the old one where the router refuses', async () => {
    const { simulated, id } = await router();
    simulated.faults.set({ refuse: { command: '/password', message: 'failure: password is too weak' } });
    await expect(rotate(id)).rejects.toMatchObject({ code: 'MIKROTIK_ROTATION_REFUSED' });
    expect(await row(id)).toMatchObject({ pending: null, password: 'secret' });
  });

  it('writes to no router in maintenance, and to none that is not the right one', async () => {
    const { simulated, id } = await router();
    await get(RoutersService).update(id, 1, { mode: 'MAINTENANCE' });
    await expect(rotate(id)).rejects.toMatchObject({ code: 'MIKROTIK_ROUTER_NOT_MANAGED' });
    await get(RoutersService).update(id, 2, { mode: 'MANAGED' });
    await get(Database).execute(`update routers set serial_number = 'OTHER' where id = $1`, [id]);
    await expect(rotate(id)).rejects.toMatchObject({ params: { reason: 'IDENTITY_MISMATCH' } });
    expect(simulated.writes()).toEqual([]);
    expect(await row(id)).toMatchObject({ pending: null, password: 'secret' });
  });

  it('two at a time are one', async () => {
    const { id, simulated } = await router();
    const results = await Promise.allSettled([rotate(id), rotate(id)]);
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeLessThanOrEqual(1);
    expect(await connects(id, simulated)).toEqual({ same: true, pending: null });
  });

  describe('killed', () => {
    /** The process ends here: nothing after it runs, what was committed stays. */
    const points: [string, () => void][] = [
      [
        'before anything is stored',
        () => jest.spyOn(get(RouterPasswordRepository), 'setPending').mockRejectedValueOnce(killed),
      ],
      [
        'after the new password is stored, before the router hears of it',
        () => jest.spyOn(get(RouterLogins), 'with').mockRejectedValueOnce(killed),
      ],
      [
        'after the router has it, before its answer',
        () => {
          const logins = get(RouterLogins);
          const real = logins.with.bind(logins);
          jest.spyOn(logins, 'with').mockImplementationOnce(async (...args) => {
            await real(...args);
            throw killed;
          });
        },
      ],
      ['before the fresh login', () => jest.spyOn(get(RouterLogins), 'verdict').mockRejectedValueOnce(killed)],
      [
        'after the fresh login, before it is kept',
        () => jest.spyOn(get(RouterPasswords), 'promote').mockRejectedValueOnce(killed),
      ],
    ];

    it.each(points)('%s: a login works, and the next rotation too', async (_, kill) => {
      const { simulated, id } = await router();
      await get(RouterPool).exec(id, IDENTITY);
      kill();
      await expect(rotate(id)).rejects.toBe(killed);
      const { same } = await connects(id, simulated);
      expect(same).toBe(true);
      expect(await rotate(id)).toBe('ROTATED');
      expect(await connects(id, simulated)).toEqual({ same: true, pending: null });
    });
  });

  it('an answer that is lost is looked for by a login', async () => {
    const { simulated, id } = await router();
    simulated.faults.next('loseAnswer', '', '/password');
    expect(await rotate(id)).toBe('ROTATED');
    expect((await row(id)).password).toBe(onRouter(simulated));
  });

  it('a change that the network delivers late locks nobody out', async () => {
    const { simulated, id } = await router();
    jest
      .spyOn(get(RouterLogins), 'with')
      .mockRejectedValueOnce(new RouterOsError('ETIMEDOUT', 'no reply', { stage: 'command' }));
    expect(await rotate(id)).toBe('UNKNOWN');
    const { pending } = await row(id);
    const late = get(SecretBox).open(pending ?? '', pendingPlace(id));
    expect(await connects(id, simulated)).toMatchObject({ same: true });
    simulated.run('/user/set', `=.id=${simulated.row('/user', 'admin')?.['.id'] ?? ''}`, `=password=${late}`);
    expect(await connects(id, simulated)).toEqual({ same: true, pending: null });
  });

  it('a router that dies in the middle keeps both; the schedule ends it when the time is over', async () => {
    const { simulated, id } = await router();
    simulated.faults.next('loseAnswer', '', '/password');
    jest.spyOn(get(RouterLogins), 'verdict').mockImplementationOnce(async () => {
      await simulated.powerOff();
      throw new RouterOsError('ECONNREFUSED', 'away', { stage: 'connect' });
    });
    expect(await rotate(id)).toBe('UNKNOWN');
    expect((await row(id)).pending).not.toBeNull();
    await simulated.powerOn();
    await get(Database).execute(
      `update routers set pending_password_until = now() - interval '1 minute' where id = $1`,
      [id],
    );
    await job().handle({}, context);
    expect(await row(id)).toMatchObject({ pending: null, password: onRouter(simulated) });
  });

  it('a pending password that the router never got is dropped', async () => {
    const { simulated, id } = await router();
    jest.spyOn(get(RouterLogins), 'with').mockRejectedValueOnce(killed);
    await expect(rotate(id)).rejects.toBe(killed);
    await get(RotateCredentials).recover(id);
    expect(await row(id)).toMatchObject({ pending: null, password: 'secret', version: 1 });
    expect(onRouter(simulated)).toBe('secret');
  });

  it('old ones are changed by the schedule, refusals not again for a day', async () => {
    const { simulated, id } = await router();
    const other = await router({ policy: 'read,write,api,test' });
    await get(Database).execute(
      `update routers set health = 'ONLINE', password_changed_at = now() - interval '100 days' where id = any ($1)`,
      [[id, other.id]],
    );
    get(RouterSecurityConfig).passwordMaxAgeDays = 90;
    expect((await job().handle({}, context)).rotated).toBe(1);
    expect((await row(id)).password).toBe(onRouter(simulated));
    expect(await get(RouterPasswordRepository).due(90)).toEqual([]);
  });

  const job = () => get(RotateDueCredentialsJob);
  const context = { signal: new AbortController().signal } as never;
});
