import { optionalText, optionalWhole, text } from '../control/body';
import { type Html } from '../control/html';
import { type ControlAnswer, ControlError, type ControlRequest, HttpRouter } from '../control/http-router';
import { SCRIPT } from '../control/page-script';
import { STYLE } from '../control/page-style';
import { FAULT_KINDS, OPERATIONS } from './faults';
import { NOTICES, type Notice, type Order, PROVIDERS } from './order';
import { ordersPage } from './pages/orders-page';
import { payPage } from './pages/pay-page';
import { type PaymentSimulator } from './payment-simulator';
import { settlementReport } from './settlement-report';

const page = ({ source }: Html): ControlAnswer => ({ type: 'text/html', text: `<!doctype html>${source}` });

/** The pages for testers and the control API behind them (README.md lists it). */
export function paymentRoutes(simulator: PaymentSimulator): HttpRouter {
  const routes = new HttpRouter();
  addPages(routes, simulator);
  addOrders(routes, simulator);
  addSettings(routes, simulator);
  return routes;
}

function addPages(routes: HttpRouter, simulator: PaymentSimulator): void {
  routes
    .on('GET /', () => page(ordersPage(simulator)))
    .on('GET /pay/:id', (request) => page(payPage(simulator, orderOf(simulator, request))))
    .on('GET /health', () => ({ status: 'ok', orders: simulator.orders.list().length }))
    .on('GET /assets/style.css', () => ({ type: 'text/css', text: STYLE }))
    .on('GET /assets/page.js', () => ({ type: 'text/javascript', text: SCRIPT }))
    .on('GET /favicon.ico', () => ({ type: 'image/svg+xml', text: '<svg xmlns="http://www.w3.org/2000/svg"/>' }))
    .on('GET /reports/:provider', ({ params, query }) => {
      const provider = oneOf(PROVIDERS, (params.provider ?? '').replace(/\.csv$/, ''));
      const csv = settlementReport(provider, simulator.orders.list(provider), query.get('day') ?? undefined);
      return { type: 'text/csv', text: csv };
    });
}

function addOrders(routes: HttpRouter, simulator: PaymentSimulator): void {
  const done = (order: Order): ControlAnswer => ({ status: order.status, order });
  const finish = async (
    request: ControlRequest,
    status: 'FAILED' | 'EXPIRED' | 'CANCELLED',
  ): Promise<ControlAnswer> => {
    const order = orderOf(simulator, request);
    if (!(await simulator.end(order, status))) throw new ControlError(409, `The order is ${order.status}.`);
    return done(order);
  };
  routes
    .on('GET /control/orders', () => ({ orders: simulator.orders.list() }))
    .on('GET /control/orders/:id', (request) => done(orderOf(simulator, request)))
    .on('POST /control/orders/:id/pay', async (request) => {
      const order = orderOf(simulator, request);
      await simulator.pay(order, {
        channel: optionalText(request, 'channel'),
        amount: optionalWhole(request, 'amount'),
        delayMs: optionalWhole(request, 'delayMs'),
        copies: optionalWhole(request, 'copies'),
        notices: noticesOf(request),
      });
      return done(order);
    })
    .on('POST /control/orders/:id/fail', (request) => finish(request, 'FAILED'))
    .on('POST /control/orders/:id/expire', (request) => finish(request, 'EXPIRED'))
    .on('POST /control/orders/:id/cancel', (request) => finish(request, 'CANCELLED'))
    .on('POST /control/orders/:id/settle', async (request) => {
      await simulator.settle(orderOf(simulator, request));
      return done(orderOf(simulator, request));
    })
    .on('POST /control/orders/:id/notify', async (request) => {
      const notice = oneOf(NOTICES, text(request.body.notice, 'notice'));
      const copies = optionalWhole(request, 'copies') ?? 1;
      return { answers: await simulator.notify(orderOf(simulator, request), notice, copies) };
    })
    .on('POST /control/orders/:id/refund', async (request) => {
      const order = orderOf(simulator, request);
      const made = await simulator.refund(order, optionalWhole(request, 'amount'));
      if (!made) throw new ControlError(409, 'There is not so much to give back.');
      return done(order);
    });
}

function addSettings(routes: HttpRouter, simulator: PaymentSimulator): void {
  routes
    .on('GET /control/callbacks', () => ({ callbacks: simulator.callbacks.log.slice(-200) }))
    .on('GET /control/faults', () => ({ faults: simulator.faults.list() }))
    .on('POST /control/faults', (request) => {
      const { provider, operation, kind } = request.body;
      simulator.faults.add({
        provider: oneOf(PROVIDERS, provider),
        operation: oneOf(OPERATIONS, operation),
        kind: oneOf(FAULT_KINDS, kind),
        times: optionalWhole(request, 'times') ?? 1,
      });
      return { faults: simulator.faults.list() };
    })
    .on('DELETE /control/faults', () => {
      simulator.faults.clear();
      return { faults: [] };
    })
    .on('POST /control/limits/:provider', (request) => {
      const limit = simulator.queryLimits[oneOf(PROVIDERS, request.params.provider)];
      const { calls, windowMs, blockMs } = limit.options;
      limit.options = {
        calls: optionalWhole(request, 'calls') ?? calls,
        windowMs: optionalWhole(request, 'windowMs') ?? windowMs,
        blockMs: optionalWhole(request, 'blockMs') ?? blockMs,
      };
      limit.reset();
      return limit.options;
    })
    .on('POST /control/merchants/:provider', (request) => {
      const merchant = simulator.merchants[oneOf(PROVIDERS, request.params.provider)];
      for (const name of ['merchantCode', 'apiKey', 'callbackSecret', 'callbackUrl'] as const) {
        merchant[name] = optionalText(request, name) ?? merchant[name];
      }
      if (typeof request.body.legacySignatures === 'boolean') merchant.legacySignatures = request.body.legacySignatures;
      return merchant;
    });
}

/** @throws ControlError 404 */
function orderOf(simulator: PaymentSimulator, { params }: ControlRequest): Order {
  const order = simulator.orders.get(params.id ?? '');
  if (order === undefined) throw new ControlError(404, `There is no order ${params.id ?? ''}.`);
  return order;
}

/** @throws ControlError 400 */
function oneOf<T extends string>(values: readonly T[], given: unknown): T {
  const found = values.find((value) => value === given);
  if (found === undefined) throw new ControlError(400, `${String(given)} is none of ${values.join(', ')}.`);
  return found;
}

function noticesOf({ body }: ControlRequest): readonly Notice[] | undefined {
  const { notices } = body;
  if (notices === undefined) return undefined;
  if (!Array.isArray(notices)) throw new ControlError(400, '"notices" must be a list.');
  return notices.map((one) => oneOf(NOTICES, one));
}
