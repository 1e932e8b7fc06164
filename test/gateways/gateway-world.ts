import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Clock, Money, SystemClock } from '@app/core';
import {
  type CallbackInput,
  type CheckoutRequest,
  type GatewayCode,
  Gateways,
  GatewaysModule,
  type PaymentGateway,
} from '@app/payments';
import {
  AddressGuard,
  type DatabaseConfig,
  OutboundConfig,
  OutboundHttp,
  OutboundTargets,
  OwnServices,
  type RedisConfig,
  SystemHostResolver,
} from '@app/platform';
import { type Order, type PaymentSimulator, startPaymentSimulator } from '../../apps/simulator/src/payments';

/** A callback that the simulator delivered, as the controller would hand it on. */
export interface Received extends CallbackInput {
  readonly headers: IncomingHttpHeaders;
}

/** The gateways' simulator, the guarded way out to it, and somebody who takes its callbacks. */
export class GatewayWorld {
  readonly received: Received[] = [];
  readonly clock = new SystemClock();
  private orders = 0;

  private constructor(
    readonly simulator: PaymentSimulator,
    private readonly receiver: Server,
    private readonly app: INestApplicationContext,
  ) {
    receiver.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { headers } = request;
        const contentType = headers['content-type'];
        const rawBody = Buffer.concat(chunks);
        this.received.push({ rawBody, headers, contentType, sourceIp: '127.0.0.1', receivedAt: this.clock.now() });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true}');
      });
    });
  }

  static async start(): Promise<GatewayWorld> {
    const receiver = createServer();
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/callback`;
    const merchant = { callbackUrl: url };
    const simulator = await startPaymentSimulator({
      merchants: { xendit: merchant, stripe: merchant },
      retryMs: [5, 5],
    });
    const app = await NestFactory.createApplicationContext(TestGatewaysModule, { logger: false });
    return new GatewayWorld(simulator, receiver, app);
  }

  gateway(code: GatewayCode): PaymentGateway {
    return this.app.get(Gateways).get(code);
  }

  get callbackUrl(): string {
    return `http://127.0.0.1:${(this.receiver.address() as AddressInfo).port}/callback`;
  }

  /** An order that nobody has made yet. */
  request(channel: string | undefined, more: Partial<CheckoutRequest> = {}): CheckoutRequest {
    this.orders += 1;
    return {
      attemptId: `attempt-${this.orders}`,
      merchantOrderId: `INV-202611-${String(this.orders).padStart(6, '0')}`,
      amount: Money.of(150_000n, 'IDR'),
      channel,
      title: 'Internet November 2026',
      items: [{ name: 'Paket 20 Mbps', amount: Money.of(150_000n, 'IDR') }],
      customer: { name: 'Budi Santoso', email: 'budi@example.com', phone: '0812-3456-7890' },
      expiresAt: new Date(this.clock.now().getTime() + 6 * 3_600_000),
      callbackUrl: this.callbackUrl,
      returnUrl: 'https://isp.example/p/token',
      ...more,
    };
  }

  /** The order as the gateway has it. */
  orderOf(merchantOrderId: string): Order {
    const order = this.simulator.orders.list().find((one) => one.merchantOrderId === merchantOrderId);
    if (order === undefined) throw new Error(`no order ${merchantOrderId}`);
    return order;
  }

  /** The newest callback. */
  last(): Received {
    const last = this.received.at(-1);
    if (last === undefined) throw new Error('nobody called back');
    return last;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.simulator.close();
    await new Promise((resolve) => this.receiver.close(resolve));
  }
}

function wayOut(): OutboundHttp {
  const clock = new SystemClock();
  const config = Object.assign(new OutboundConfig(), {
    allowHttp: true,
    ports: ['1-65535'],
    allowedNetworks: ['127.0.0.0/8'],
    timeoutMs: 400,
  });
  const resolver = new SystemHostResolver();
  const own = new OwnServices({ url: '' } as DatabaseConfig, { url: '' } as RedisConfig, resolver);
  return new OutboundHttp(new OutboundTargets(new AddressGuard(resolver, own), config), config, clock);
}

@Global()
@Module({
  providers: [
    { provide: OutboundHttp, useFactory: wayOut },
    { provide: Clock, useClass: SystemClock },
  ],
  exports: [OutboundHttp, Clock],
})
class SurroundingsModule {}

@Module({ imports: [SurroundingsModule, GatewaysModule] })
class TestGatewaysModule {}
