import { Module } from '@nestjs/common';
import { BillingFilesModule } from '@app/billing';
import { SitesModule } from '@app/iam';
import { MikrotikModule } from '@app/mikrotik';
import { CaptiveCheckController, IsolirPageController } from './http/isolir-page.controller';
import { IsolirTextsController } from './http/isolir-texts.controller';
import { IsolirPageRepository } from './isolir-page.repository';
import { IsolirPages } from './isolir-page.service';
import { IsolirTextRepository, IsolirTexts } from './isolir-texts.service';
import { LeadAstray } from './lead-astray';
import { IsolirVisitors } from './visitors.service';

/** The page that isolated subscribers are led to. */
@Module({
  imports: [BillingFilesModule, MikrotikModule, SitesModule],
  controllers: [CaptiveCheckController, IsolirPageController, IsolirTextsController],
  providers: [IsolirPageRepository, IsolirPages, IsolirTextRepository, IsolirTexts, IsolirVisitors, LeadAstray],
})
export class IsolirPageModule {}
