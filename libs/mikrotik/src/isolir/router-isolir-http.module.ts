import { Module } from '@nestjs/common';
import { MikrotikModule } from '../mikrotik.module';
import { RouterIsolirController } from './http/router-isolir.controller';
import { IsolirService } from './isolir.service';

/** Routes of the isolir infrastructure. */
@Module({
  imports: [MikrotikModule],
  controllers: [RouterIsolirController],
  providers: [IsolirService],
  exports: [IsolirService],
})
export class RouterIsolirHttpModule {}
