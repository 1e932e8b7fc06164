import { Injectable } from '@nestjs/common';
import { type FastifyInstance } from 'fastify';
import { Metrics } from './metrics';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Duration of every request by route template, so that a metric's size does not grow with ids. */
@Injectable()
export class HttpMetrics {
  private readonly duration: ReturnType<Metrics['histogram']>;

  constructor(metrics: Metrics) {
    this.duration = metrics.histogram({
      name: 'langgan_http_request_duration_seconds',
      help: 'Duration of HTTP requests by method, route template and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
    });
  }

  observe(server: FastifyInstance): void {
    server.addHook('onResponse', (request, reply, done) => {
      const labels = {
        method: request.method,
        route: request.routeOptions.url ?? 'unmatched',
        status: String(reply.statusCode),
      };
      this.duration.observe(labels, reply.elapsedTime / 1_000);
      done();
    });
  }
}
