import { Module } from '@nestjs/common';
import { MikrotikModule } from '../mikrotik.module';
import { HealthViewRepository } from './health-view.repository';
import { HealthViewService } from './health-view.service';
import { HistoryRepository } from './history.repository';
import { RouterHealthController } from './http/router-health.controller';
import { RouterLiveService } from './router-live.service';

/** Routes that show how routers are and were. */
@Module({
  imports: [MikrotikModule],
  controllers: [RouterHealthController],
  providers: [HealthViewRepository, HealthViewService, HistoryRepository, RouterLiveService],
  exports: [HealthViewService],
})
export class RouterHealthHttpModule {}
