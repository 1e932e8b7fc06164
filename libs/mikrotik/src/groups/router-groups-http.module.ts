import { Module } from '@nestjs/common';
import { GroupStatusService } from './group-status.service';
import { RouterGroupsController } from './http/router-groups.controller';
import { RouterGroupsModule } from './router-groups.module';

/** Routes of router groups. */
@Module({
  imports: [RouterGroupsModule],
  controllers: [RouterGroupsController],
  providers: [GroupStatusService],
})
export class RouterGroupsHttpModule {}
