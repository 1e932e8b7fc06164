import { type FaultName, FAULT_EXAMPLES } from '../faults/fault-board';
import { simulatedCaPem } from '../server/certificates';
import { InvalidRouter } from '../router/parse-router-options';
import { type SimulatedRouter } from '../router/simulated-router';
import { type Simulator } from '../simulator';
import { addAccessRoutes } from './access-routes';
import { flag, text, whole } from './body';
import { ControlError, type ControlRequest, type HttpRouter, LongAnswer } from './http-router';
import { summaryOf } from './router-summary';

/** The router that the path names. @throws ControlError 404 */
export function routerOf(simulator: Simulator, { params }: ControlRequest): SimulatedRouter {
  const router = simulator.router(params.name ?? '');
  if (router === undefined) throw new ControlError(404, `There is no router ${params.name ?? ''}.`);
  return router;
}

/** Everything that can be read and done over HTTP (README.md lists it). */
export function addApiRoutes(routes: HttpRouter, simulator: Simulator): void {
  addRouterRoutes(routes, simulator);
  addTableRoutes(routes, simulator);
  addSubscriberRoutes(routes, simulator);
  addFaultRoutes(routes, simulator);
  addAccessRoutes(routes, (request) => routerOf(simulator, request));
}

function addRouterRoutes(routes: HttpRouter, simulator: Simulator): void {
  routes
    .on('GET /health', () => ({ status: 'ok', routers: simulator.routers.length }))
    .on('GET /api/routers', () => ({ routers: simulator.routers.map(summaryOf) }))
    .on('POST /api/routers', async ({ body }) => {
      const router = await simulator.addRouter(body).catch((error: unknown) => {
        throw error instanceof InvalidRouter ? new ControlError(400, error.message) : error;
      });
      return summaryOf(router);
    })
    .on('GET /api/routers/:name', (request) => summaryOf(routerOf(simulator, request)))
    .on('DELETE /api/routers/:name', async (request) => {
      await simulator.removeRouter(routerOf(simulator, request).name);
      return {};
    })
    .on('POST /api/routers/:name/power', async (request) => {
      const router = routerOf(simulator, request);
      if (flag(request, 'on')) await router.powerOn();
      else await router.powerOff();
      return summaryOf(router);
    })
    .on('POST /api/routers/:name/reboot', async (request) => {
      const router = routerOf(simulator, request);
      await router.reboot();
      return summaryOf(router);
    });
}

function addTableRoutes(routes: HttpRouter, simulator: Simulator): void {
  routes
    .on('GET /api/routers/:name/menus', (request) => ({ menus: routerOf(simulator, request).menus() }))
    .on('GET /api/routers/:name/rows', (request) => {
      const router = routerOf(simulator, request);
      const menu = request.query.get('menu') ?? '';
      if (!router.menus().includes(menu)) throw new ControlError(404, `There is no menu ${menu}.`);
      const name = request.query.get('name');
      return new LongAnswer('rows', name === null ? router.eachRow(menu) : rowsNamed(router, menu, name));
    })
    .on('PATCH /api/routers/:name/rows', (request) => {
      const { menu, id, values } = request.body;
      if (typeof values !== 'object' || values === null) throw new ControlError(400, '"values" must be an object.');
      const words = Object.entries(values).map(([name, value]) => `=${name}=${String(value)}`);
      const target = id === undefined ? [] : [`=.id=${text(id, 'id')}`];
      return routerOf(simulator, request).run(`${text(menu, 'menu')}/set`, ...target, ...words);
    })
    .on('POST /api/routers/:name/run', (request) => {
      const { words } = request.body;
      if (!Array.isArray(words) || words.length === 0) throw new ControlError(400, '"words" must be a list of words.');
      return routerOf(simulator, request).run(...words.map((word) => text(word, 'words')));
    })
    .on('GET /api/routers/:name/commands', (request) => {
      const router = routerOf(simulator, request);
      const limit = Number(request.query.get('limit') ?? 100);
      const writes = router.writes();
      const commands = request.query.has('writes') ? writes : router.commands;
      const head = { total: router.commands.length, writes: writes.length };
      return new LongAnswer('commands', commands.slice(-limit), head);
    })
    .on('DELETE /api/routers/:name/commands', (request) => {
      routerOf(simulator, request).commandLog.clear();
      return {};
    });
}

function* rowsNamed(router: SimulatedRouter, menu: string, name: string): Iterable<object> {
  for (const row of router.eachRow(menu)) if (row.name === name) yield row;
}

function addSubscriberRoutes(routes: HttpRouter, simulator: Simulator): void {
  routes
    .on('GET /api/routers/:name/sessions', (request) => ({
      sessions: routerOf(simulator, request)
        .sessions()
        .map((session) => ({
          name: session.terms.name,
          address: session.terms.address,
          profile: session.terms.profile,
        })),
    }))
    .on('POST /api/routers/:name/dial', (request) => {
      const { name, password } = request.body;
      const options = password === undefined ? {} : { password: text(password, 'password') };
      return routerOf(simulator, request).dial(text(name, 'name'), options);
    })
    .on('POST /api/routers/:name/hang-up', (request) => ({
      hungUp: routerOf(simulator, request).hangUp(text(request.body.name, 'name')),
    }))
    .on('POST /api/routers/:name/plug', (request) => ({
      known: routerOf(simulator, request).plug(text(request.body.name, 'name'), flag(request, 'plugged')),
    }));
}

function addFaultRoutes(routes: HttpRouter, simulator: Simulator): void {
  const answered = (router: SimulatedRouter): object => ({ faults: router.faults.active, known: FAULT_EXAMPLES });
  const refusing = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      throw error instanceof RangeError ? new ControlError(400, error.message) : error;
    }
  };
  routes
    .on('GET /api/ca', async () => ({ type: 'application/x-pem-file', text: await simulatedCaPem() }))
    .on('POST /api/routers/:name/clock', (request) => {
      const router = routerOf(simulator, request);
      router.clockOffsetMs = whole(request, 'offsetMs');
      return summaryOf(router);
    })
    .on('POST /api/routers/:name/reassign-ids', (request) => {
      const router = routerOf(simulator, request);
      router.reassignIds(text(request.body.menu, 'menu'));
      return {};
    })
    .on('GET /api/routers/:name/faults', (request) => answered(routerOf(simulator, request)))
    .on('PUT /api/routers/:name/faults', (request) => {
      const router = routerOf(simulator, request);
      refusing(() => {
        router.faults.set(request.body);
      });
      return answered(router);
    })
    .on('POST /api/routers/:name/faults/next', (request) => {
      const router = routerOf(simulator, request);
      const { fault, setting, command } = request.body;
      refusing(() => {
        const prefix = command === undefined ? '' : text(command, 'command');
        router.faults.next(text(fault, 'fault') as FaultName, (setting ?? true) as never, prefix);
      });
      return answered(router);
    })
    .on('DELETE /api/routers/:name/faults', (request) => {
      const router = routerOf(simulator, request);
      router.faults.clear();
      return answered(router);
    });
}
