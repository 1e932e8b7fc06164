import { Module } from '@nestjs/common';
import { FailoverWatchService } from './failover-watch.service';
import { RouterGroupsModule } from './router-groups.module';
import { WatchRouterGroupsJob } from './watch-router-groups.job';

/** The watch that fails routers over and back. */
@Module({
  imports: [RouterGroupsModule],
  providers: [FailoverWatchService, WatchRouterGroupsJob],
  exports: [FailoverWatchService],
})
export class RouterGroupsWorkerModule {}
