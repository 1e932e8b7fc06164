import { Global, Module } from '@nestjs/common';
import { HttpMetrics } from './http-metrics';
import { Metrics } from './metrics';
import { MetricsController } from './metrics.controller';
import { ProcessMetrics } from './process-metrics';

/** `/metrics`, and {@link Metrics} for every lib. */
@Global()
@Module({
  controllers: [MetricsController],
  providers: [Metrics, HttpMetrics, ProcessMetrics],
  exports: [Metrics, HttpMetrics],
})
export class MetricsModule {}
