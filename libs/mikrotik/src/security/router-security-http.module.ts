import { Module } from '@nestjs/common';
import { RouterResources } from '../cache/router-resources.service';
import { RouterAccessController } from '../http/router-access.controller';
import { RouterInsightController } from '../http/router-insight.controller';
import { RouterSecurityController } from '../http/router-security.controller';
import { MikrotikModule } from '../mikrotik.module';
import { CandidateEndpoints } from '../services/candidate-endpoints';
import { RouterExamination } from '../services/router-examination';
import { RouterReplacement } from '../services/router-replacement.service';
import { RouterTestService } from '../services/router-test.service';
import { SecondLook } from '../services/second-look';
import { AccessScripts } from './access-scripts.service';
import { RotationRequests } from './rotation-requests.service';
import { RouterPostures } from './router-posture.service';
import { RouterReading } from './router-reading.service';
import { RouterSecurityModule } from './router-security.module';

/** Routes of access, identity, capabilities, posture, tables and commands of routers. */
@Module({
  imports: [MikrotikModule, RouterSecurityModule],
  controllers: [RouterAccessController, RouterInsightController, RouterSecurityController],
  providers: [
    AccessScripts,
    CandidateEndpoints,
    RotationRequests,
    RouterExamination,
    RouterPostures,
    RouterReading,
    RouterReplacement,
    RouterResources,
    RouterTestService,
    SecondLook,
  ],
  exports: [RouterTestService],
})
export class RouterSecurityHttpModule {}
