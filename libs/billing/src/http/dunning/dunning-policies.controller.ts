import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { PageQueryDto, RequirePermission } from '@app/platform';
import { DunningPolicies } from '../../services/dunning/dunning-policies.service';
import {
  CreateDunningPolicyDto,
  DunningPolicyDto,
  DunningPolicyPageDto,
  UpdateDunningPolicyDto,
} from './dto/dunning-policy.dto';

/** Policies of dunning per plan and site. */
@ApiTags('dunning')
@ApiBearerAuth()
@Controller({ path: 'dunning/policies', version: '1' })
export class DunningPoliciesController {
  constructor(private readonly policies: DunningPolicies) {}

  /** Those that count in your scope. */
  @Get()
  @RequirePermission('dunning:read')
  async listDunningPolicies(@Query() query: PageQueryDto): Promise<DunningPolicyPageDto> {
    return this.policies.list(query);
  }

  /** One of them. */
  @Get(':id')
  @RequirePermission('dunning:read')
  async getDunningPolicy(@Param('id', ParseUUIDPipe) id: string): Promise<DunningPolicyDto> {
    return this.policies.get(id);
  }

  /** Decide something for a plan, a site, or a plan at a site. */
  @Post()
  @RequirePermission('dunning:configure')
  async createDunningPolicy(@Body() body: CreateDunningPolicyDto): Promise<DunningPolicyDto> {
    const { siteId = null, planId = null, name, policy } = body;
    return this.policies.add({ siteId, planId, name, policy });
  }

  /** Replace what was decided. */
  @Put(':id')
  @RequirePermission('dunning:configure')
  async updateDunningPolicy(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateDunningPolicyDto,
  ): Promise<DunningPolicyDto> {
    return this.policies.update(id, body.version, body);
  }

  /** Fall back to the more general policy. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission('dunning:configure')
  async deleteDunningPolicy(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.policies.remove(id);
  }
}
