import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { BillingPolicies } from '../../services/catalogue/billing-policies.service';
import { BillingPoliciesQueryDto, BillingPoliciesViewDto, PutBillingPoliciesDto } from './dto/billing-policies.dto';

/** The rules that billing goes by. */
@ApiTags('billing')
@ApiBearerAuth()
@Controller({ path: 'billing-policies', version: '1' })
export class BillingPoliciesController {
  constructor(private readonly policies: BillingPolicies) {}

  /** What counts for a site, or for the whole ISP when no site is given. */
  @Get()
  @RequirePermission('billing:read')
  async getBillingPolicies(@Query() query: BillingPoliciesQueryDto): Promise<BillingPoliciesViewDto> {
    return this.policies.view(query.siteId ?? null);
  }

  /** Replace what a site, or the whole ISP, decided; what is left out falls back to the level below. */
  @Put()
  @RequirePermission('billing:configure')
  async putBillingPolicies(@Body() body: PutBillingPoliciesDto): Promise<BillingPoliciesViewDto> {
    return this.policies.put(body.siteId ?? null, body.version, body.policies);
  }
}
